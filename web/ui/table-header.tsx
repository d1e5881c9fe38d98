import { ArrowDown, ArrowUp } from "lucide-react";
import type { KeyboardEvent } from "react";
import { classNames } from "../lib/class-names.ts";
import type { Sort } from "../lib/url-state.ts";
import { ColumnEdge } from "./column-edge.tsx";
import { type Column, type ColumnWidths, nextSort, resizedWidth } from "./table-column.ts";
import { tip } from "./tip.ts";

const KEY_STEP_PIXELS = 16;

export interface TableHeaderProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly widths: ColumnWidths;
  readonly onWidths: (widths: ColumnWidths) => void;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

/** The titles of a table: they sort, and their edges set the widths (Alt with an arrow key does too). */
export function TableHeader<Row>({
  columns,
  template,
  widths,
  onWidths,
  sort,
  onSort,
}: TableHeaderProps<Row>) {
  const flexible = columns.findIndex((column) => column.isFlexible);
  const resize = (column: Column<Row>, from: number, delta: number) =>
    onWidths({ ...widths, [column.id]: resizedWidth(column, from, delta) });
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b bg-panel">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-6 text-sm text-muted"
        style={{ gridTemplateColumns: template }}
      >
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={sort?.column === column.id ? sort.direction : undefined}
            className="group relative flex min-w-0 items-center"
          >
            <TableTitle
              column={column}
              sort={sort}
              onSort={onSort}
              onResizeKey={(delta) => resize(column, widths[column.id] ?? column.width, delta)}
            />
            {!column.isFlexible && (
              <ColumnEdge
                isAtStart={flexible >= 0 && index > flexible}
                width={widths[column.id] ?? column.width}
                onResize={(from, delta) => resize(column, from, delta)}
              />
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

interface TableTitleProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
  readonly onResizeKey: (delta: number) => void;
}

function TableTitle<Row>({ column, sort, onSort, onResizeKey }: TableTitleProps<Row>) {
  const explanation = column.explanation === undefined ? {} : tip(column.explanation);
  const className = classNames(
    "flex h-full min-w-0 flex-1 items-center gap-1 px-2",
    column.isEndAligned && "justify-end",
  );
  if (!column.isSortable || !onSort) {
    return (
      <span {...explanation} className={className}>
        <span className="truncate">{column.title}</span>
      </span>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (!event.altKey || column.isFlexible) return;
    if (event.key === "ArrowLeft") onResizeKey(-KEY_STEP_PIXELS);
    else if (event.key === "ArrowRight") onResizeKey(KEY_STEP_PIXELS);
    else return;
    event.preventDefault();
  };
  return (
    <button
      {...explanation}
      type="button"
      onClick={() => onSort(nextSort(sort, column.id))}
      onKeyDown={onKeyDown}
      className={classNames(className, "focus-inset hover:text-ink")}
    >
      <span className="truncate">{column.title}</span>
      {sort?.column === column.id &&
        (sort.direction === "ascending" ? (
          <ArrowUp aria-hidden className="size-3 shrink-0" />
        ) : (
          <ArrowDown aria-hidden className="size-3 shrink-0" />
        ))}
    </button>
  );
}
