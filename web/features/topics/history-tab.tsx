import { useCallback, useMemo, useRef, useState } from "react";
import { useDetail, useSend } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Splitter } from "../../ui/splitter.tsx";
import { type TableHandle, VirtualTable } from "../../ui/virtual-table.tsx";
import type { TopicDetail } from "../../worker/messages.ts";
import { historyColumns } from "./history-columns.tsx";
import { MessagePane } from "./message-pane.tsx";
import { NewerBar } from "./newer-bar.tsx";
import type { ValueFormChoice } from "./topic-params.ts";
import { useNewestFirst } from "./use-newest-first.ts";
import { useRowHeight } from "./use-row-height.ts";

export interface HistoryTabProps {
  readonly detail: TopicDetail;
  readonly choice: ValueFormChoice;
  readonly onChoice: (choice: ValueFormChoice) => void;
}

/** The messages of a topic that are held, newest first; one of them in full below. */
export function HistoryTab({ detail, choice, onChoice }: HistoryTabProps) {
  const [opened, setOpened] = useState<number>();
  const list = <HistoryList detail={detail} opened={opened} onOpen={setOpened} />;
  if (opened === undefined) return list;
  return (
    <Splitter
      name="topic-history"
      direction="vertical"
      className="h-full"
      panes={[
        { id: "list", content: list, minimumSize: "96px" },
        {
          id: "message",
          minimumSize: "96px",
          content: (
            <MessagePane
              topicId={detail.id}
              index={opened}
              choice={choice}
              onChoice={onChoice}
              onClose={() => setOpened(undefined)}
            />
          ),
        },
      ]}
    />
  );
}

interface HistoryListProps {
  readonly detail: TopicDetail;
  /** Number of the message that is shown in full. */
  readonly opened: number | undefined;
  readonly onOpen: (index: number) => void;
}

const NOTHING_HELD = { newestIndex: 0, oldestIndex: 1, rows: [] };

function HistoryList({ detail, opened, onOpen }: HistoryListProps) {
  const texts = useTexts().topics.history;
  const format = useFormat();
  const send = useSend();
  const table = useRef<TableHandle>(null);
  const rowHeight = useRowHeight();
  const known = useDetail((view) => view.history);
  const history = known?.topicId === detail.id ? known : NOTHING_HELD;
  const { newestIndex, oldestIndex } = history;
  const ask = useCallback(
    (from: number | undefined, count: number) =>
      send({ type: "viewHistory", count, ...(from === undefined ? {} : { fromIndex: from }) }),
    [send],
  );
  const list = useNewestFirst(String(detail.id), { newest: newestIndex, oldest: oldestIndex }, ask);
  const columns = useMemo(() => historyColumns(texts, format), [texts, format]);
  const rows = useMemo(() => new Map(history.rows.map((row) => [row.index, row])), [history.rows]);
  return (
    <div onScrollCapture={list.onScrollCapture} className="flex h-full min-h-0 flex-col">
      <VirtualTable
        ref={table}
        name="topic-history"
        label={texts.label}
        columns={columns}
        rowCount={list.rowCount}
        rowHeight={rowHeight}
        rowAt={(index) => rows.get(list.positionAt(index))}
        rowKey={(row) => row.index}
        selectedIndex={opened === undefined ? -1 : list.positionAt(0) - opened}
        onSelect={(index) => onOpen(list.positionAt(index))}
        onRangeChange={list.onRangeChange}
        onHoldChange={list.onHoldChange}
        empty={<EmptyState title={texts.none} text={texts.noneWhat} />}
      />
      <div className="flex min-h-7 shrink-0 flex-wrap items-center gap-x-3 border-t bg-panel px-2 py-0.5 text-sm text-muted">
        <NewerBar count={list.newer} onShow={() => table.current?.scrollToRow(0)} />
        <span className="min-w-0 flex-1">
          {oldestIndex > 1 ? texts.evicted(oldestIndex - 1) : texts.all(newestIndex)}
        </span>
        <Button
          kind="quiet"
          explanation={texts.clearTip}
          onClick={() => send({ type: "clearHistory", id: detail.id })}
        >
          {texts.clear}
        </Button>
      </div>
    </div>
  );
}
