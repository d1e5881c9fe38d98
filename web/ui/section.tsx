import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";

export interface SectionProps {
  readonly title: string;
  /** Beside the title: a count, a button. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** 2 where the pane has no heading of its own. */
  readonly level?: 2 | 3;
}

/** A part of a pane under its heading. */
export function Section({ title, tools, children, className, level = 3 }: SectionProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={classNames("flex flex-col gap-1 px-3 py-2.5", className)}>
      <div className="flex min-h-6 items-center gap-2">
        <Heading className="flex-1 font-semibold">{title}</Heading>
        {tools}
      </div>
      {children}
    </section>
  );
}
