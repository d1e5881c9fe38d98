import { type ReactNode, type Ref, type RefObject, useId, useImperativeHandle, useMemo, useRef } from "react";
import { classNames } from "../lib/class-names.ts";
import type { Sort } from "../lib/url-state.ts";
import { ContextMenu } from "./context-menu.tsx";
import type { MenuItem } from "./menu-item.ts";
import { TableBody } from "./table-body.tsx";
import { type Column, columnsFor, gridTemplate } from "./table-column.ts";
import { TableHeader } from "./table-header.tsx";
import type { TreePlace } from "./table-row.tsx";
import { useColumnWidths } from "./use-column-widths.ts";
import { useElementWidth } from "./use-element-width.ts";
import { useFixedRows, useRangeReport } from "./use-fixed-rows.ts";
import { type FollowEnd, useFollowEnd } from "./use-follow-end.ts";
import { useRowMenu } from "./use-row-menu.ts";
import { useTableKeys } from "./use-table-keys.ts";

export interface TableHandle {
  scrollToRow(index: number): void;
  focus(): void;
}

export interface VirtualTableProps<Row> {
  /** Under this name the widths of its columns are kept. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rowCount: number;
  /** Undefined: not here yet, drawn empty. The same object draws nothing again. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Stays the same while a row moves. */
  readonly rowKey: (row: Row, index: number) => string | number;
  readonly rowHeight?: number;
  /** -1: none. */
  readonly selectedIndex?: number;
  readonly onSelect?: (index: number, row: Row | undefined) => void;
  /** Enter or double click. */
  readonly onOpen?: (index: number, row: Row | undefined) => void;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** The same commands as the keys. */
  readonly rowMenu?: (row: Row, index: number) => readonly MenuItem[];
  readonly isDimmed?: (row: Row) => boolean;
  /** Given: a tree, opened and closed by the arrow keys. */
  readonly treePlace?: (row: Row) => TreePlace;
  /** → on a closed row, ← on an open one. ← elsewhere asks for the parent with `toParent`. */
  readonly onToggle?: (index: number, row: Row, isExpanded: boolean) => void;
  readonly onParent?: (index: number, row: Row) => void;
  /** Letters typed without a pause. */
  readonly onTypeAhead?: (text: string) => void;
  /** Delete, Space, letters with meaning: return true when it was used. */
  readonly onRowKey?: (event: React.KeyboardEvent, index: number, row: Row | undefined) => boolean;
  readonly onRangeChange?: (first: number, count: number) => void;
  /** The pointer came over the rows, or left them: keep them in place meanwhile. */
  readonly onHoldChange?: (isHeld: boolean) => void;
  /** A list that grows at its end. */
  readonly follow?: FollowEnd;
  /** Position of row 0 in a list that loses rows at its start: rows stay where they are when it grows. */
  readonly firstPosition?: number;
  /** Shown instead of rows when there is none. */
  readonly empty?: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<TableHandle>;
}

const ROW_PIXELS = 24;
const HEADER_PIXELS = 25;

/** What a table draws and how it answers, from its props. */
function useTable<Row>(props: VirtualTableProps<Row>, scroller: RefObject<HTMLDivElement | null>) {
  const { rowCount, rowHeight = ROW_PIXELS } = props;
  const width = useElementWidth(scroller);
  const [widths, setWidths] = useColumnWidths(props.name);
  const columns = useMemo(() => columnsFor(props.columns, width), [props.columns, width]);
  const rows = useFixedRows(scroller, rowCount, rowHeight, HEADER_PIXELS);
  useRangeReport(rows, props.onRangeChange);
  useFollowEnd(scroller, props.follow, rowCount, rowHeight, props.firstPosition ?? 0);
  useImperativeHandle(props.ref, () => ({
    scrollToRow: rows.scrollToRow,
    focus: () => scroller.current?.focus(),
  }));
  const menu = useRowMenu(props, scroller);
  const onKeyDown = useTableKeys(props, rows, menu.openByKey);
  const template = gridTemplate(columns, widths);
  return { rows, rowHeight, columns, template, widths, setWidths, menu, onKeyDown };
}

/** A table or tree table of any length: sticky header, sorting, widths, keys, context menu. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { rowCount, selectedIndex = -1, treePlace } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const table = useTable(props, scroller);
  const { rows, columns, template, menu } = table;
  const isSelectedDrawn = selectedIndex >= rows.first && selectedIndex < rows.end;
  return (
    <ContextMenu items={menu.items} isDisabled={props.rowMenu === undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the role is one of two grids */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both grids have a label */}
      <div
        ref={scroller}
        role={treePlace ? "treegrid" : "grid"}
        aria-label={props.label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        aria-activedescendant={isSelectedDrawn ? `${id}-${selectedIndex}` : undefined}
        tabIndex={0}
        onKeyDown={table.onKeyDown}
        onContextMenu={menu.onContextMenu}
        onPointerEnter={() => props.onHoldChange?.(true)}
        onPointerLeave={() => props.onHoldChange?.(false)}
        className={classNames(
          "focus-list relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto",
          props.className,
        )}
      >
        <TableHeader
          columns={columns}
          template={template}
          widths={table.widths}
          onWidths={table.setWidths}
          sort={props.sort}
          onSort={props.onSort}
        />
        <TableBody
          id={id}
          rows={rows}
          rowHeight={table.rowHeight}
          columns={columns}
          template={template}
          selectedIndex={selectedIndex}
          rowAt={props.rowAt}
          rowKey={props.rowKey}
          isDimmed={props.isDimmed}
          treePlace={treePlace}
          onSelect={props.onSelect}
          onOpen={props.onOpen}
        />
        {rowCount === 0 && props.empty && (
          <div role="row">
            <div role="gridcell" aria-colindex={1}>
              {props.empty}
            </div>
          </div>
        )}
      </div>
    </ContextMenu>
  );
}
