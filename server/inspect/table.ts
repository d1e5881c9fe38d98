import { printable } from "../log/printable.ts";
import type { Lines } from "./lines.ts";

/** Rows by which the widths of columns are found; a wider cell further down stands out. */
const ROWS_FOR_WIDTHS = 500;
const BETWEEN = "  ";

/** A column for people. */
export interface Column<T> {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly text: (row: T) => string;
}

/** Writes rows in aligned columns, or each as one line of JSON; they are read as they are written. */
export async function writeRows<T extends object>(
  lines: Lines,
  rows: Iterable<T>,
  columns: readonly Column<T>[],
  isJson: boolean,
): Promise<void> {
  if (isJson) for (const row of rows) await lines.write(JSON.stringify(row));
  else await writeTable(lines, rows, columns);
  await lines.end();
}

async function writeTable<T>(lines: Lines, rows: Iterable<T>, columns: readonly Column<T>[]): Promise<void> {
  const first: string[][] = [columns.map(({ title }) => title)];
  let widths: readonly number[] | undefined;
  const flush = async (): Promise<void> => {
    widths = columns.map((_, index) => Math.max(...first.map((cells) => cells[index]?.length ?? 0)));
    for (const cells of first) await lines.write(aligned(cells, columns, widths));
  };
  for (const row of rows) {
    const cells = columns.map(({ text }) => printable(text(row)));
    if (widths !== undefined) await lines.write(aligned(cells, columns, widths));
    else if (first.push(cells) > ROWS_FOR_WIDTHS) await flush();
  }
  if (widths === undefined) await flush();
}

function aligned<T>(
  cells: readonly string[],
  columns: readonly Column<T>[],
  widths: readonly number[],
): string {
  const padded = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    return columns[index]?.isNumber === true ? cell.padStart(width) : cell.padEnd(width);
  });
  return padded.join(BETWEEN).trimEnd();
}
