import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";

const INDENT_PIXELS = 14;

export interface TreeLabelProps {
  /** From 0. */
  readonly level: number;
  /** Undefined: nothing below it. */
  readonly isExpanded: boolean | undefined;
  readonly onToggle: (isExpanded: boolean) => void;
  readonly children: ReactNode;
}

/** The first cell of a row in a tree table: indented, with the sign that opens it. The arrow keys do the same. */
export function TreeLabel({ level, isExpanded, onToggle, children }: TreeLabelProps) {
  return (
    <span className="flex min-w-0 items-center" style={{ paddingLeft: level * INDENT_PIXELS }}>
      <button
        type="button"
        tabIndex={-1}
        aria-hidden
        disabled={isExpanded === undefined}
        className="-my-1 -ml-1.5 grid size-5 shrink-0 place-items-center rounded-sm text-muted hover:text-ink coarse:size-8"
        // The list keeps the focus.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onToggle(!isExpanded)}
      >
        {isExpanded !== undefined && (
          <ChevronRight
            className={classNames("size-3.5 transition-transform duration-100", isExpanded && "rotate-90")}
          />
        )}
      </button>
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
