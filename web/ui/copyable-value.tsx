import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { CopyButton } from "./copy-button.tsx";

export interface CopyableValueProps {
  readonly value: string;
  /** What it is, for the label of the button. */
  readonly what: string;
  /** Shown instead of the value itself. */
  readonly children?: ReactNode;
  readonly isMonospace?: boolean;
  readonly className?: string;
}

/** A value with a button to copy it that appears on hover and focus. */
export function CopyableValue({ value, what, children, isMonospace = true, className }: CopyableValueProps) {
  return (
    <span className={classNames("group/copy inline-flex max-w-full min-w-0 items-center gap-0.5", className)}>
      <span className={classNames("min-w-0 truncate", isMonospace && "font-mono text-sm")} title={value}>
        {children ?? value}
      </span>
      <CopyButton
        text={value}
        what={what}
        className="opacity-0 group-hover/copy:opacity-100 focus-visible:opacity-100 coarse:opacity-100"
      />
    </span>
  );
}
