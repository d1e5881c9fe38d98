import { useNow } from "../lib/ticker.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";

const SECOND = 1000;

export interface AgeProps {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** "12 s" instead of "12 s ago". */
  readonly isShort?: boolean;
  readonly className?: string;
}

/** How long ago something was, or how long until it will be. It ticks; the exact time shows on hover. */
export function Age({ at, isShort = false, className }: AgeProps) {
  const texts = useTexts().kit;
  const format = useFormat();
  const passed = useNow() - at;
  const duration = format.duration(Math.floor(Math.abs(passed) / SECOND) * SECOND);
  const words = passed < 0 ? texts.inTime(duration) : texts.ago(duration);
  const text = Math.abs(passed) < SECOND ? texts.now : isShort ? duration : words;
  return (
    <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)} className={className}>
      {text}
    </time>
  );
}
