import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

export type Presence = "connected" | "away" | "expired";

export interface ConnectionDotProps {
  readonly presence: Presence;
  readonly hasWord?: boolean;
  readonly className?: string;
}

/** Filled: connected. Hollow: away, its session waits. Crossed: its session has ended (MQTT 5.0 §4.1). */
export function ConnectionDot({ presence, hasWord = false, className }: ConnectionDotProps) {
  const texts = useTexts().signs;
  const word = texts.presence[presence];
  return (
    <span
      {...tip(texts.presenceTips[presence], { clause: "4.1" })}
      role="img"
      aria-label={word}
      className={classNames("inline-flex items-center gap-1.5 align-middle", className)}
    >
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
        {presence === "connected" ? (
          <circle cx="5" cy="5" r="4" className="fill-good" />
        ) : (
          <circle cx="5" cy="5" r="3.5" fill="none" strokeWidth="1.5" className="stroke-faint" />
        )}
        {presence === "expired" && <path d="M1 9 9 1" strokeWidth="1.5" className="stroke-faint" />}
      </svg>
      {hasWord && <span aria-hidden>{word}</span>}
    </span>
  );
}
