import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";

export interface SectionProps {
  readonly title: string;
  /** Beside the title: a count, a button. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A part of a pane under its heading. */
export function Section({ title, tools, children, className }: SectionProps) {
  return (
    <section className={classNames("flex flex-col gap-1 px-3 py-2.5", className)}>
      <div className="flex min-h-6 items-center gap-2">
        <h3 className="flex-1 font-semibold">{title}</h3>
        {tools}
      </div>
      {children}
    </section>
  );
}
