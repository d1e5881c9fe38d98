import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

export interface SessionRingProps {
  readonly isDurable: boolean;
  readonly hasWord?: boolean;
  readonly className?: string;
}

/** A filled ring for a session that outlives its connection, an open one for a session that does not (§3.1.2.11.2). */
export function SessionRing({ isDurable, hasWord = false, className }: SessionRingProps) {
  const texts = useTexts().signs;
  const word = isDurable ? texts.durable : texts.transient;
  return (
    <span
      {...tip(isDurable ? texts.durableTip : texts.transientTip, { clause: "3.1.2.11.2" })}
      role="img"
      aria-label={word}
      className={classNames("inline-flex items-center gap-1.5 align-middle", className)}
    >
      <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 shrink-0 text-muted">
        <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
        {isDurable && <circle cx="6" cy="6" r="2.75" fill="currentColor" />}
      </svg>
      {hasWord && <span aria-hidden>{word}</span>}
    </span>
  );
}
