import { useCallback, useMemo, useRef, useState } from "react";
import { useDetail, useSend } from "../../bridge/hooks.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Splitter } from "../../ui/splitter.tsx";
import type { Column } from "../../ui/table-column.ts";
import { type TableHandle, VirtualTable } from "../../ui/virtual-table.tsx";
import type { BranchRow, TopicDetail } from "../../worker/messages.ts";
import { flagsColumn, sizeColumn, timeColumn } from "./history-columns.tsx";
import { MessagePane } from "./message-pane.tsx";
import { NewerBar } from "./newer-bar.tsx";
import type { ValueFormChoice } from "./topic-params.ts";
import { Preview } from "./topic-value.tsx";
import { useNewestFirst } from "./use-newest-first.ts";
import { useRowHeight } from "./use-row-height.ts";

export interface BelowTabProps {
  readonly detail: TopicDetail;
  readonly choice: ValueFormChoice;
  readonly onChoice: (choice: ValueFormChoice) => void;
  /** Double click: to the topic of a message. */
  readonly onGoTo: (topic: string) => void;
}

/** Names a message; its position in the stream. */
type Opened = Pick<BranchRow, "topicId" | "index" | "position">;

/** All messages below a branch in the order they came, newest first. */
export function BelowTab({ detail, choice, onChoice, onGoTo }: BelowTabProps) {
  const [opened, setOpened] = useState<Opened>();
  const list = <BelowList detail={detail} opened={opened} onOpen={setOpened} onGoTo={onGoTo} />;
  if (opened === undefined) return list;
  const pane = (
    <MessagePane
      topicId={opened.topicId}
      index={opened.index}
      choice={choice}
      onChoice={onChoice}
      onClose={() => setOpened(undefined)}
      hasTopic
    />
  );
  return (
    <Splitter
      name="topic-below"
      direction="vertical"
      className="h-full"
      panes={[
        { id: "list", content: list, minimumSize: "96px" },
        { id: "message", content: pane, minimumSize: "96px" },
      ]}
    />
  );
}

interface BelowListProps {
  readonly detail: TopicDetail;
  readonly opened: Opened | undefined;
  readonly onOpen: (row: Opened) => void;
  readonly onGoTo: (topic: string) => void;
}

/** Topics are named from the branch down. */
function useBelowColumns(path: string, isNarrow: boolean): readonly Column<BranchRow>[] {
  const texts = useTexts().topics;
  const format = useFormat();
  return useMemo((): readonly Column<BranchRow>[] => {
    const words = texts.history;
    return [
      timeColumn(words, format),
      {
        id: "topic",
        title: texts.below.topic,
        width: isNarrow ? 136 : 190,
        isMonospace: true,
        cell: ({ topic }) => <span title={topic}>{topic.slice(path.length + 1) || topic}</span>,
      },
      {
        id: "value",
        title: words.value,
        width: 200,
        isFlexible: true,
        isMonospace: true,
        cell: (row) => <Preview row={row} />,
      },
      sizeColumn(words, format),
      flagsColumn(words),
    ];
  }, [texts, format, path, isNarrow]);
}

const NOTHING_HELD = { start: 0, end: 0, rows: [], isFilling: false };

function BelowList({ detail, opened, onOpen, onGoTo }: BelowListProps) {
  const texts = useTexts().topics;
  const send = useSend();
  const table = useRef<TableHandle>(null);
  const rowHeight = useRowHeight();
  const isNarrow = useIsNarrow();
  const known = useDetail((view) => view.branch);
  const branch = known?.topicId === detail.id ? known : NOTHING_HELD;
  const ask = useCallback(
    (from: number | undefined, count: number) =>
      send({ type: "viewBranch", count, ...(from === undefined ? {} : { fromPosition: from }) }),
    [send],
  );
  const held = { newest: branch.end - 1, oldest: branch.start };
  const list = useNewestFirst(String(detail.id), held, ask);
  const { path } = detail;
  const columns = useBelowColumns(path, isNarrow);
  const rows = useMemo(() => new Map(branch.rows.map((row) => [row.position, row])), [branch.rows]);
  return (
    <div onScrollCapture={list.onScrollCapture} className="flex h-full min-h-0 flex-col">
      <VirtualTable
        ref={table}
        name={isNarrow ? "topic-below-narrow" : "topic-below"}
        label={texts.below.label(path)}
        columns={columns}
        rowCount={list.rowCount}
        rowHeight={rowHeight}
        rowAt={(index) => rows.get(list.positionAt(index))}
        rowKey={(row) => row.position}
        selectedIndex={opened === undefined ? -1 : list.positionAt(0) - opened.position}
        onSelect={(_, row) => row && onOpen(row)}
        onOpen={(_, row) => row && onGoTo(row.topic)}
        onRangeChange={list.onRangeChange}
        onHoldChange={list.onHoldChange}
        empty={branch.isFilling ? null : <EmptyState title={texts.below.none} text={texts.below.noneWhat} />}
      />
      <div className="flex min-h-7 shrink-0 flex-wrap items-center gap-x-3 border-t bg-panel px-2 py-0.5 text-sm text-muted">
        <NewerBar count={list.newer} onShow={() => table.current?.scrollToRow(0)} />
        <span className="min-w-0 flex-1">
          {branch.isFilling ? texts.below.filling : texts.below.held(branch.end - branch.start)}
        </span>
      </div>
    </div>
  );
}
