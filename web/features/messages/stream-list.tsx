import { type ReactNode, useId, useRef } from "react";
import { useTexts } from "../../texts/use-texts.ts";
import { ContextMenu } from "../../ui/context-menu.tsx";
import type { MenuItem } from "../../ui/menu-item.ts";
import { columnsFor, gridTemplate } from "../../ui/table-column.ts";
import { TableHeader } from "../../ui/table-header.tsx";
import { useColumnWidths } from "../../ui/use-column-widths.ts";
import { useElementWidth } from "../../ui/use-element-width.ts";
import { useRowMenu } from "../../ui/use-row-menu.ts";
import type { StreamRow, StreamWindow } from "../../worker/messages.ts";
import { StreamBody } from "./stream-body.tsx";
import { type FindSubscription, useStreamColumns } from "./stream-columns.tsx";
import { onStreamKey } from "./stream-keys.ts";
import type { StreamFollow } from "./use-stream-follow.ts";
import { useStreamTable } from "./use-stream-table.ts";

export interface StreamListProps {
  readonly window: StreamWindow;
  readonly follow: StreamFollow;
  readonly find: FindSubscription;
  /** Position of the row that the keys act on; undefined: none. */
  readonly selected: number | undefined;
  readonly onSelect: (position: number) => void;
  /** Position of the row that is opened in place. */
  readonly opened: number | undefined;
  readonly onOpen: (row: StreamRow | undefined) => void;
  readonly panel: ReactNode;
  readonly rowMenu: (row: StreamRow) => readonly MenuItem[];
  /** Shown instead of rows when there is none. */
  readonly empty: ReactNode;
}

/** The messages, oldest first, with one opened in place. It stays put unless the reader is at its end. */
export function StreamList(props: StreamListProps) {
  const { window, follow, selected } = props;
  const texts = useTexts().messages;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const all = useStreamColumns(props.find);
  const [widths, setWidths] = useColumnWidths("messages");
  const columns = columnsFor(all, useElementWidth(scroller));
  const template = gridTemplate(columns, widths);
  const table = useStreamTable(scroller, window, follow, props.opened);
  const { rows, rowCount, rowAt, openIndex } = table;
  const selectedIndex = selected === undefined ? -1 : selected - window.start;
  const select = (index: number) => {
    props.onSelect(window.start + index);
    if (index < rowCount - 1) follow.stop();
  };
  const menu = useRowMenu<StreamRow>({ rowAt, rowMenu: props.rowMenu, onSelect: select }, scroller);
  const isSelectedDrawn = selectedIndex >= rows.first && selectedIndex < rows.end;
  const keyed = {
    ...table,
    selectedIndex,
    rowsPerPage: rows.rowsPerPage,
    select,
    open: props.onOpen,
    scrollTo: rows.scrollTo,
    openMenu: menu.openByKey,
    followEnd: follow.resume,
  };
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ContextMenu items={menu.items}>
        <div
          ref={scroller}
          role="treegrid"
          aria-label={texts.stream}
          aria-rowcount={rowCount + 1}
          aria-colcount={columns.length}
          aria-activedescendant={isSelectedDrawn ? `${id}-${selectedIndex}` : undefined}
          tabIndex={0}
          onKeyDown={(event) => onStreamKey(event, keyed)}
          onContextMenu={menu.onContextMenu}
          className="focus-list relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto"
        >
          <TableHeader
            columns={columns}
            template={template}
            widths={widths}
            onWidths={setWidths}
            sort={undefined}
            onSort={undefined}
          />
          <StreamBody
            {...table}
            idPrefix={id}
            start={window.start}
            columns={columns}
            template={template}
            selectedIndex={selectedIndex}
            panel={props.panel}
            onRowClick={(index) => {
              select(index);
              props.onOpen(index === openIndex ? undefined : rowAt(index));
            }}
          />
        </div>
      </ContextMenu>
      {rowCount === 0 && (
        <div className="absolute inset-x-0 top-6 bottom-0 overflow-y-auto">{props.empty}</div>
      )}
    </div>
  );
}
