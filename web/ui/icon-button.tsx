import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { classNames } from "../lib/class-names.ts";
import { tip } from "./tip.ts";

export interface IconButtonProps
  extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title" | "children" | "aria-label"> {
  /** Said by screen readers and shown on hover. */
  readonly label: string;
  readonly icon: ReactNode;
  /** The key that does the same, shown on hover. */
  readonly keys?: string | undefined;
  /** Given: a button that stays pressed. */
  readonly isPressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with a picture only; its label is said and shown on hover. */
export function IconButton({
  label,
  icon,
  keys,
  isPressed,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...tip(label, { keys })}
      type={type}
      aria-label={label}
      {...(isPressed === undefined ? {} : { "aria-pressed": isPressed })}
      className={classNames(
        "inline-grid size-6 shrink-0 place-items-center rounded-md text-muted transition-colors duration-100",
        "hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-50 coarse:size-8",
        "aria-pressed:bg-selected aria-pressed:text-accent-strong data-[state=open]:bg-active [&_svg]:size-4",
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  );
}
