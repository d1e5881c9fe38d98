import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { classNames } from "../lib/class-names.ts";
import { tip } from "./tip.ts";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

const KINDS: Record<ButtonKind, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  plain: "bg-raised text-ink border-line-strong hover:bg-hover",
  quiet: "border-transparent text-muted hover:bg-hover hover:text-ink",
  danger: "bg-raised text-bad border-line-strong hover:bg-bad-ground",
};

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title"> {
  readonly kind?: ButtonKind;
  readonly icon?: ReactNode;
  /** Explained on hover. */
  readonly explanation?: string;
  /** The key that does the same, shown on hover. */
  readonly keys?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. */
export function Button({
  kind = "plain",
  icon,
  explanation,
  keys,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...(explanation === undefined ? {} : tip(explanation, { keys }))}
      type={type}
      className={classNames(
        "inline-flex h-6 shrink-0 items-center justify-center gap-1.5 rounded-md border px-2.5 whitespace-nowrap",
        "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 coarse:h-8",
        "[&_svg]:size-3.5",
        KINDS[kind],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}
