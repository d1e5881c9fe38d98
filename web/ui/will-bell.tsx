import { Bell, BellOff, BellRing, Hourglass } from "lucide-react";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

export type WillState = "armed" | "waiting" | "fired" | "cleared";

export interface WillBellProps {
  readonly state: WillState;
  readonly hasWord?: boolean;
  readonly className?: string;
}

const SIGNS = {
  armed: { Icon: Bell, tone: "text-muted", clause: "3.1.2.5" },
  waiting: { Icon: Hourglass, tone: "text-warn", clause: "3.1.3.2.2" },
  fired: { Icon: BellRing, tone: "text-bad", clause: "3.1.2.5" },
  cleared: { Icon: BellOff, tone: "text-faint", clause: "3.14.4" },
} as const;

/** A will and how it stands (MQTT 5.0 §3.1.2.5). */
export function WillBell({ state, hasWord = false, className }: WillBellProps) {
  const texts = useTexts().signs;
  const { Icon, tone, clause } = SIGNS[state];
  const word = texts.willStates[state];
  return (
    <span
      {...tip(texts.willTips[state], { clause })}
      role="img"
      aria-label={`${texts.will}: ${word}`}
      className={classNames("inline-flex items-center gap-1 align-middle", className)}
    >
      <Icon aria-hidden className={classNames("size-3.5 shrink-0", tone)} />
      {hasWord && <span aria-hidden>{word}</span>}
    </span>
  );
}
