import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import type { Clause } from "../lib/clauses.ts";
import { tip } from "./tip.ts";

/** Names and values under each other. Its children are Facts. */
export function FactList({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl className={classNames("grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4", className)}>
      {children}
    </dl>
  );
}

export interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly explanation?: string;
  readonly clause?: Clause;
}

/** One name with its value, and what it means on hover. */
export function Fact({ name, children, explanation, clause }: FactProps) {
  const hover = explanation === undefined ? {} : tip(explanation, clause === undefined ? {} : { clause });
  return (
    <>
      <dt {...hover} className="flex min-h-6 items-center text-muted">
        {name}
      </dt>
      <dd className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-2">{children}</dd>
    </>
  );
}
