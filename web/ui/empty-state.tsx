import type { ReactNode } from "react";
import { CommandLine } from "./command-line.tsx";

export interface EmptyStep {
  readonly id: string;
  readonly text: string;
  /** A line to copy into a terminal. */
  readonly command?: string;
  /** A button or link. */
  readonly action?: ReactNode;
}

export interface EmptyStateProps {
  readonly title: string;
  readonly text?: string;
  readonly steps?: readonly EmptyStep[];
  readonly children?: ReactNode;
}

/** Nothing here yet: says why, and teaches the next step. */
export function EmptyState({ title, text, steps = [], children }: EmptyStateProps) {
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-4 px-6 py-10">
      <div className="flex flex-col gap-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        {text !== undefined && <p className="text-muted">{text}</p>}
      </div>
      {steps.length > 0 && (
        <ol className="flex flex-col gap-4">
          {steps.map((step, index) => (
            <li key={step.id} className="flex gap-3">
              <span
                aria-hidden
                className="grid size-5 shrink-0 place-items-center rounded-full bg-active text-sm text-muted"
              >
                {index + 1}
              </span>
              <div className="flex min-w-0 flex-1 flex-col items-start gap-1.5">
                <span>{step.text}</span>
                {step.command !== undefined && <CommandLine command={step.command} />}
                {step.action}
              </div>
            </li>
          ))}
        </ol>
      )}
      {children}
    </div>
  );
}
