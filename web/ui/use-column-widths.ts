import { useState } from "react";
import { readStored, writeStored } from "../lib/storage.ts";
import type { ColumnWidths } from "./table-column.ts";

function storedWidths(name: string): ColumnWidths {
  const stored = readStored(name);
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

/** Widths of a table's columns, kept in the browser. */
export function useColumnWidths(tableName: string): readonly [ColumnWidths, (widths: ColumnWidths) => void] {
  const name = `columns.${tableName}`;
  const [widths, setWidths] = useState(() => storedWidths(name));
  const change = (next: ColumnWidths) => {
    setWidths(next);
    writeStored(name, next);
  };
  return [widths, change];
}
