import { memo, type ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import type { Column } from "./table-column.ts";

/** How a row stands in a tree. */
export interface TreePlace {
  /** From 0. */
  readonly level: number;
  /** Undefined: nothing below it. */
  readonly isExpanded: boolean | undefined;
}

export interface TableRowProps<Row> {
  readonly id: string;
  readonly index: number;
  /** Undefined: not here yet. */
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly top: number;
  readonly height: number;
  readonly isSelected: boolean;
  readonly isDimmed: boolean;
  readonly level: number | undefined;
  readonly isExpanded: boolean | undefined;
}

function drawRow<Row>(props: TableRowProps<Row>): ReactNode {
  const { row, columns, index } = props;
  return (
    <div
      id={props.id}
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      aria-level={props.level === undefined ? undefined : props.level + 1}
      aria-expanded={props.isExpanded}
      className={classNames(
        "absolute inset-x-0 grid items-center hover:bg-hover aria-selected:bg-selected",
        props.isDimmed && "text-faint",
      )}
      style={{ height: props.height, top: props.top, gridTemplateColumns: props.template }}
    >
      {columns.map((column, position) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={position + 1}
          className={classNames(
            "min-w-0 truncate px-2",
            column.isEndAligned && "text-right",
            column.isMonospace && "font-mono text-sm",
          )}
        >
          {row === undefined ? null : column.cell(row, index)}
        </div>
      ))}
    </div>
  );
}

/** A row of VirtualTable: drawn again only when something of it changed. */
export const TableRow = memo(drawRow) as typeof drawRow;
