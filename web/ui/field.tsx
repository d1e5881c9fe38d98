import { type ReactNode, useId } from "react";
import { classNames } from "../lib/class-names.ts";

/** What a control takes from the field around it. */
export interface FieldControl {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

export interface FieldProps {
  readonly label: string;
  /** Seen by screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly help?: string | undefined;
  /** What is wrong with what was entered. */
  readonly problem?: string | undefined;
  readonly className?: string | undefined;
  readonly children: (control: FieldControl) => ReactNode;
}

export const INPUT_CLASS =
  "h-6 w-full min-w-0 rounded-md border border-line-strong bg-ground px-2 text-ink placeholder:text-faint hover:border-faint focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-60 coarse:h-9 coarse:text-[16px]";

/** A label over a control, with help or what is wrong below it. */
export function Field({ label, isLabelHidden, help, problem, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = problem ?? help;
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "label-caps"}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": note === undefined ? undefined : noteId,
        "aria-invalid": problem === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <span
          id={noteId}
          className={classNames("text-sm", problem === undefined ? "text-muted" : "text-bad")}
        >
          {note}
        </span>
      )}
    </div>
  );
}
