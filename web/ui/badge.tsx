import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { tip } from "./tip.ts";

export type Tone = "neutral" | "accent" | "good" | "warn" | "bad";

const TONES: Record<Tone, string> = {
  neutral: "bg-active text-muted",
  accent: "bg-selected text-accent-strong",
  good: "bg-good-ground text-good",
  warn: "bg-warn-ground text-warn",
  bad: "bg-bad-ground text-bad",
};

export interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly explanation?: string;
}

/** A word or number set apart. The tone only underlines what the word says. */
export function Badge({ children, tone = "neutral", explanation }: BadgeProps) {
  return (
    <span
      {...(explanation === undefined ? {} : tip(explanation))}
      className={classNames(
        "inline-flex h-4 items-center rounded-sm px-1 text-xs whitespace-nowrap",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
