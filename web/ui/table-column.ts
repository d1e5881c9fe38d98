import type { ReactNode } from "react";
import type { Sort } from "../lib/url-state.ts";

/** A column of VirtualTable. Memoise the list of columns: rows are drawn again when it changes. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Pixels to begin with. */
  readonly width: number;
  readonly minimumWidth?: number;
  /** Takes the room that the others leave; one column of a table. */
  readonly isFlexible?: boolean;
  /** Numbers stand at the end. */
  readonly isEndAligned?: boolean;
  readonly isMonospace?: boolean;
  readonly isSortable?: boolean;
  /** Explained on hover over the title. */
  readonly explanation?: string;
  /** Shown in tables at least this wide, pixels. */
  readonly showFrom?: number;
  readonly cell: (row: Row, index: number) => ReactNode;
}

/** Widths in pixels that the reader has set, by column. */
export type ColumnWidths = Readonly<Record<string, number>>;

export const MINIMUM_COLUMN_PIXELS = 40;

/** Columns that there is room for. */
export function columnsFor<Row>(columns: readonly Column<Row>[], tableWidth: number): readonly Column<Row>[] {
  return columns.filter((column) => column.showFrom === undefined || tableWidth >= column.showFrom);
}

/** The grid-template-columns of a table. */
export function gridTemplate<Row>(columns: readonly Column<Row>[], widths: ColumnWidths): string {
  return columns
    .map((column) =>
      column.isFlexible
        ? `minmax(${column.minimumWidth ?? 0}px, 1fr)`
        : `${widths[column.id] ?? column.width}px`,
    )
    .join(" ");
}

/** The width of a column after its edge was moved. */
export function resizedWidth<Row>(column: Column<Row>, width: number, delta: number): number {
  return Math.max(column.minimumWidth ?? MINIMUM_COLUMN_PIXELS, Math.round(width + delta));
}

/** The order after a press on a title: ascending, then descending. */
export function nextSort(sort: Sort | undefined, column: string): Sort {
  const isDescending = sort?.column === column && sort.direction === "ascending";
  return { column, direction: isDescending ? "descending" : "ascending" };
}
