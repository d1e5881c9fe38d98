import { type ReactNode, useRef } from "react";
import { classNames } from "../lib/class-names.ts";

export interface FlashProps {
  /** What is shown: another thing here does not flash. */
  readonly of: string | number;
  /** Another number flashes once. */
  readonly sequence: number;
  readonly children: ReactNode;
  readonly className?: string;
}

/** Lights up once when its value changes; not when it only comes into view. */
export function Flash({ of, sequence, children, className }: FlashProps) {
  const first = useRef({ of, sequence });
  if (first.current.of !== of) first.current = { of, sequence };
  const isChanged = first.current.sequence !== sequence;
  const motion = sequence % 2 === 0 ? "flash-even" : "flash-odd";
  return <span className={classNames("rounded-sm", isChanged && motion, className)}>{children}</span>;
}
