import { Pin } from "lucide-react";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

export interface RetainedPinProps {
  /** The flag of one message, instead of the state of a topic. */
  readonly isFlag?: boolean;
  readonly hasWord?: boolean;
  readonly className?: string;
}

/** Retained: a topic that has a retained message now (MQTT 5.0 §3.3.1.3). */
export function RetainedPin({ isFlag = false, hasWord = false, className }: RetainedPinProps) {
  const texts = useTexts().signs;
  const word = isFlag ? texts.retainedFlag : texts.retained;
  const explanation = isFlag ? texts.retainedFlagTip : texts.retainedTip;
  return (
    <span
      {...tip(explanation, { clause: "3.3.1.3" })}
      role="img"
      aria-label={word}
      className={classNames("inline-flex items-center gap-1 align-middle text-accent", className)}
    >
      <Pin aria-hidden className={classNames("size-3", !isFlag && "fill-current")} />
      {hasWord && <span aria-hidden>{word}</span>}
    </span>
  );
}
