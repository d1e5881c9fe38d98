import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from "react";
import { useAsk, useSend, useTopics } from "../../bridge/hooks.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import { type TableHandle, VirtualTable } from "../../ui/virtual-table.tsx";
import type { TopicRow } from "../../worker/messages.ts";
import { topicColumns } from "./topic-columns.tsx";
import { type TopicTarget, targetOfRow } from "./topic-target.ts";
import { useRowHeight } from "./use-row-height.ts";
import { useSelectedRow } from "./use-selected-row.ts";

/** Rows asked for beyond those on the screen, so that scrolling finds them there. */
const SPARE_ROWS = 40;

export interface TopicTreeProps {
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
  /** Enter or double click on a topic: to its detail. */
  readonly onOpen: () => void;
  readonly menuFor: (target: TopicTarget) => readonly MenuItem[];
  /** True when the key meant one of the commands. */
  readonly onKey: (event: KeyboardEvent, target: TopicTarget) => boolean;
  readonly empty: ReactNode;
  readonly table: RefObject<TableHandle | null>;
}

/** All topics as a tree. The worker keeps it; here are the rows on the screen. */
export function TopicTree({ selected, onSelect, onOpen, menuFor, onKey, empty, table }: TopicTreeProps) {
  const texts = useTexts().topics;
  const send = useSend();
  const ask = useAsk();
  const isNarrow = useIsNarrow();
  const rowHeight = useRowHeight();
  const { window, rows } = useTopics((view) => view);
  const [selectedRow, moveTo] = useSelectedRow(selected, onSelect);
  useTreeWindow(table);

  const toggle = useToggle();
  const columns = useTreeColumns(isNarrow, toggle, onSelect);
  const view = useView();
  const goTo = (index: number) => {
    if (index < 0) return;
    table.current?.scrollToRow(index);
    moveTo(index, rows.get(window.rowIds[index - window.first] ?? -1));
  };
  return (
    <VirtualTable
      ref={table}
      name={isNarrow ? "topics-narrow" : "topics"}
      label={texts.tree}
      columns={columns}
      rowCount={window.total}
      rowHeight={rowHeight}
      rowAt={(index) => rows.get(window.rowIds[index - window.first] ?? -1)}
      rowKey={(row) => row.id}
      selectedIndex={selectedRow}
      onSelect={(index, row) => {
        if (isNarrow && row && isOnlyBranch(row)) toggle(row, !row.isExpanded);
        else moveTo(index, row);
      }}
      onOpen={(_, row) => {
        if (row && isOnlyBranch(row)) toggle(row, !row.isExpanded);
        else onOpen();
      }}
      {...(isNarrow ? {} : { rowMenu: (row: TopicRow) => menuFor(targetOfRow(row)) })}
      isDimmed={(row) => row.origin === "subscription" || row.origin === "session"}
      treePlace={(row) => ({
        level: row.depth,
        isExpanded: row.hasChildren ? row.isExpanded : undefined,
      })}
      onToggle={(_, row, isExpanded) => toggle(row, isExpanded)}
      onParent={(_, row) => void ask("parentRow", { id: row.id }).then(goTo)}
      onTypeAhead={(text) =>
        void ask("typeAhead", { text, fromRow: Math.max(0, selectedRow) }).then((found) => goTo(found.row))
      }
      onRowKey={(event, _, row) => row !== undefined && onKey(event, targetOfRow(row))}
      onRangeChange={view}
      onHoldChange={(isHeld) => send({ type: "hold", isHeld })}
      empty={empty}
    />
  );
}

function isOnlyBranch(row: TopicRow): boolean {
  return row.hasChildren && row.previewKind === "none";
}

type Toggle = (row: TopicRow, isExpanded: boolean) => void;

function useToggle(): Toggle {
  const send = useSend();
  return useCallback((row, isExpanded) => send({ type: "toggle", id: row.id, isExpanded }), [send]);
}

/** They stay the same whatever `onSelect` is: rows are drawn again when columns change. */
function useTreeColumns(isNarrow: boolean, onToggle: Toggle, onSelect: (path: string) => void) {
  const texts = useTexts().topics;
  const format = useFormat();
  const latestSelect = useRef(onSelect);
  useEffect(() => {
    latestSelect.current = onSelect;
  });
  return useMemo(() => {
    const onShow = (row: TopicRow) => latestSelect.current(row.path);
    return topicColumns({ texts, format, isNarrow, onToggle, onShow });
  }, [texts, format, isNarrow, onToggle]);
}

/** Tells the worker which rows are on the screen. */
function useView(): (first: number, count: number) => void {
  const send = useSend();
  return useCallback(
    (first, count) => {
      const start = Math.max(0, first - SPARE_ROWS);
      send({ type: "viewTopics", first: start, count: first - start + count + SPARE_ROWS });
    },
    [send],
  );
}

/** Lets the worker rest when nobody looks, and shows the row of a topic that was selected elsewhere. */
function useTreeWindow(table: RefObject<TableHandle | null>): void {
  const send = useSend();
  const selectedId = useTopics((view) => view.window.selectedId);
  const selectedRow = useTopics((view) => view.window.selectedRow);
  const shownId = useRef<number>(undefined);
  useEffect(() => {
    if (selectedId === shownId.current || selectedRow < 0) return;
    shownId.current = selectedId;
    table.current?.scrollToRow(selectedRow);
  }, [table, selectedId, selectedRow]);
  useEffect(
    () => () => {
      send({ type: "hold", isHeld: false });
      send({ type: "viewTopics", first: 0, count: 0 });
    },
    [send],
  );
}
