import { useNow } from "../lib/ticker.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

const SECOND = 1000;

export interface ExpiryLeftProps {
  /** When the message came, milliseconds since the epoch. */
  readonly at: number;
  /** What was left of its life then (MQTT 5.0 §3.3.2.3.3). */
  readonly seconds: number;
}

/** How long a message still lives; it counts down. */
export function ExpiryLeft({ at, seconds }: ExpiryLeftProps) {
  const texts = useTexts().kit;
  const format = useFormat();
  const left = at + seconds * SECOND - useNow();
  const time = format.duration(Math.ceil(left / SECOND) * SECOND);
  return (
    <span {...tip(texts.expiryTip(format.duration(seconds * SECOND)), { clause: "3.3.2.3.3" })}>
      {left > 0 ? texts.expiresIn(time) : texts.expired}
    </span>
  );
}
