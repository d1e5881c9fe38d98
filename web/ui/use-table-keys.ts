import { type KeyboardEvent, useRef } from "react";
import { movedIndex } from "../lib/fixed-rows.ts";
import type { TreePlace } from "./table-row.tsx";
import type { FixedRows } from "./use-fixed-rows.ts";

/** Letters within this time belong to one word. */
const TYPE_AHEAD_MILLISECONDS = 700;

interface KeyTable<Row> {
  readonly rowCount: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly selectedIndex?: number;
  readonly onSelect?: (index: number, row: Row | undefined) => void;
  readonly onOpen?: (index: number, row: Row | undefined) => void;
  readonly treePlace?: (row: Row) => TreePlace;
  readonly onToggle?: (index: number, row: Row, isExpanded: boolean) => void;
  readonly onParent?: (index: number, row: Row) => void;
  readonly onTypeAhead?: (text: string) => void;
  readonly onRowKey?: (event: KeyboardEvent, index: number, row: Row | undefined) => boolean;
}

/** The keys of a table: moving, opening, unfolding, typing ahead, the menu key. */
export function useTableKeys<Row>(
  table: KeyTable<Row>,
  rows: FixedRows,
  openMenu: (index: number) => void,
): (event: KeyboardEvent) => void {
  const typed = useRef({ text: "", at: 0 });
  const move = (event: KeyboardEvent, index: number): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const target = movedIndex(event.key, index, table.rowCount, rows.rowsPerPage);
    if (target === undefined || !table.onSelect) return false;
    table.onSelect(target, table.rowAt(target));
    rows.scrollToRow(target);
    return true;
  };
  const typeAhead = (event: KeyboardEvent): boolean => {
    const isLetter = event.key.length === 1 && /[\p{L}\p{N}_-]/u.test(event.key);
    if (!table.onTypeAhead || !isLetter || event.ctrlKey || event.metaKey || event.altKey) return false;
    const isOneWord = event.timeStamp - typed.current.at < TYPE_AHEAD_MILLISECONDS;
    // a word may hold digits, but a digit alone is the way to another view
    if (!isOneWord && /\p{N}/u.test(event.key)) return false;
    typed.current = { text: (isOneWord ? typed.current.text : "") + event.key, at: event.timeStamp };
    table.onTypeAhead(typed.current.text);
    return true;
  };
  return (event) => {
    if (event.target !== event.currentTarget) return;
    const index = table.selectedIndex ?? -1;
    const row = table.rowAt(index);
    const isUsed =
      table.onRowKey?.(event, index, row) ||
      move(event, index) ||
      unfold(table, event, index, row) ||
      openRow(table, event, index, row, openMenu) ||
      typeAhead(event);
    if (!isUsed) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function unfold<Row>(
  table: KeyTable<Row>,
  event: KeyboardEvent,
  index: number,
  row: Row | undefined,
): boolean {
  if (row === undefined || !table.treePlace) return false;
  const { isExpanded } = table.treePlace(row);
  if (event.key === "ArrowRight") {
    if (isExpanded === false) table.onToggle?.(index, row, true);
    else if (isExpanded) table.onSelect?.(index + 1, table.rowAt(index + 1));
    return true;
  }
  if (event.key !== "ArrowLeft") return false;
  if (isExpanded) table.onToggle?.(index, row, false);
  else table.onParent?.(index, row);
  return true;
}

function openRow<Row>(
  table: KeyTable<Row>,
  event: KeyboardEvent,
  index: number,
  row: Row | undefined,
  openMenu: (index: number) => void,
): boolean {
  if (index < 0) return false;
  if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    openMenu(index);
    return true;
  }
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !table.onOpen) return false;
  table.onOpen(index, row);
  return true;
}
