import { type MouseEvent, type RefObject, useState } from "react";
import type { MenuItem } from "./menu-item.ts";

interface MenuRows<Row> {
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowMenu?: (row: Row, index: number) => readonly MenuItem[];
  readonly onSelect?: (index: number, row: Row | undefined) => void;
}

export interface RowMenu {
  readonly items: readonly MenuItem[];
  readonly onContextMenu: (event: MouseEvent) => void;
  /** Opens the menu beside a row, for the menu key. */
  readonly openByKey: (index: number) => void;
}

/** One context menu for all rows: its lines are made when it opens, for the row that was meant then. */
export function useRowMenu<Row>(table: MenuRows<Row>, scroller: RefObject<HTMLElement | null>): RowMenu {
  const [items, setItems] = useState<readonly MenuItem[]>([]);
  const prepare = (index: number) => {
    const row = table.rowAt(index);
    if (row === undefined) return;
    table.onSelect?.(index, row);
    setItems(table.rowMenu?.(row, index) ?? []);
  };
  return {
    items,
    onContextMenu: (event) => {
      const row = event.target instanceof Element ? event.target.closest("[data-row]") : null;
      if (row) prepare(Number(row.getAttribute("data-row")));
      else event.preventDefault();
    },
    openByKey: (index) => {
      const row = scroller.current?.querySelector(`[data-row="${index}"]`);
      const box = row?.getBoundingClientRect();
      if (!row || !box) return;
      row.dispatchEvent(
        new window.MouseEvent("contextmenu", { bubbles: true, clientX: box.left + 24, clientY: box.bottom }),
      );
    },
  };
}
