import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useRef } from "react";
import { useDetail, useSend } from "../../bridge/hooks.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Splitter } from "../../ui/splitter.tsx";
import type { TableHandle } from "../../ui/virtual-table.tsx";
import { ClearingBar } from "./clearing-bar.tsx";
import { FilterBox, FilterCount } from "./filter-box.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { menuOf, runByKey, type TopicAction } from "./topic-actions.ts";
import { TopicDetail } from "./topic-detail.tsx";
import { filterParam, topicParam } from "./topic-params.ts";
import { type TopicTarget, targetOfDetail } from "./topic-target.ts";
import { TopicTree } from "./topic-tree.tsx";
import { TreeEmpty } from "./tree-empty.tsx";
import { UnknownTopic } from "./unknown-topic.tsx";
import { useIsEmptyBroker } from "./use-is-empty-broker.ts";
import { useLiveParam } from "./use-live-param.ts";
import { useRetainedClearing } from "./use-retained-clearing.ts";
import { useTopicActions } from "./use-topic-actions.ts";
import { useTopicSearch, useTopicsCommands } from "./use-topics-commands.ts";

/** The tree of all topics, and the selected one in full. */
export function TopicsView() {
  const send = useSend();
  const isNarrow = useIsNarrow();
  const [selected, select] = useLiveParam("topic", topicParam, true);
  const clearing = useRetainedClearing();
  const actions = useTopicActions(clearing);
  const detailPane = useRef<HTMLDivElement>(null);
  useEffect(() => send({ type: "select", path: selected }), [send, selected]);
  useTopicSearch(select);
  const back = useCallback(() => select(undefined), [select]);
  const toDetail = () =>
    detailPane.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  const tree = <TreePane selected={selected} onSelect={select} onOpen={toDetail} actions={actions} />;
  const detail = (
    <div ref={detailPane} className="flex min-h-0 flex-1 flex-col">
      <DetailPane
        selected={selected}
        onSelect={select}
        actions={actions}
        onBack={isNarrow ? back : undefined}
      />
    </div>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {isNarrow ? (
        selected === undefined ? (
          tree
        ) : (
          detail
        )
      ) : (
        <Splitter
          name="topics"
          className="flex-1"
          panes={[
            { id: "tree", content: tree, size: "46%", minimumSize: "280px" },
            { id: "detail", content: detail, minimumSize: "320px" },
          ]}
        />
      )}
      <ClearingBar clearing={clearing} />
    </div>
  );
}

interface TreePaneProps {
  readonly selected: string | undefined;
  readonly onSelect: (path: string | undefined) => void;
  readonly onOpen: () => void;
  readonly actions: readonly TopicAction[];
}

function TreePane({ selected, onSelect, onOpen, actions }: TreePaneProps) {
  const send = useSend();
  const isNarrow = useIsNarrow();
  const [filter, setFilter] = useLiveParam("q", filterParam, false);
  const input = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const isEmptyBroker = useIsEmptyBroker();
  useEffect(() => send({ type: "filterTopics", text: filter }), [send, filter]);
  useSelectedCommands(actions, input);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-8 shrink-0 items-start gap-2 border-b px-2 py-1">
        <FilterBox text={filter} onChange={setFilter} onSubmit={() => table.current?.focus()} input={input} />
        <div className="flex h-6 items-center gap-1 coarse:h-9">
          <FilterCount />
          {!isNarrow && <UnfoldButtons />}
        </div>
      </div>
      <TopicTree
        selected={selected}
        onSelect={onSelect}
        onOpen={onOpen}
        menuFor={(target) => menuOf(actions, target)}
        onKey={(event: KeyboardEvent, target: TopicTarget) => runByKey(actions, event, target)}
        empty={<TreeEmpty onClearFilter={() => setFilter("")} />}
        table={table}
      />
      {isNarrow && isEmptyBroker && (
        <div className="shrink-0 overflow-auto border-t">
          <FirstSteps />
        </div>
      )}
    </div>
  );
}

function UnfoldButtons() {
  const texts = useTexts().topics;
  const send = useSend();
  return (
    <>
      <IconButton
        label={texts.expandAll}
        icon={<ChevronsUpDown />}
        onClick={() => send({ type: "expandBelow" })}
      />
      <IconButton
        label={texts.collapseAll}
        icon={<ChevronsDownUp />}
        onClick={() => send({ type: "collapseBelow" })}
      />
    </>
  );
}

/** The commands act on the selected topic of the moment. */
function useSelectedCommands(
  actions: readonly TopicAction[],
  input: { readonly current: HTMLInputElement | null },
): void {
  const detail = useDetail((view) => view.detail);
  const target = useRef<TopicTarget>(undefined);
  useEffect(() => {
    target.current = detail && targetOfDetail(detail);
  });
  useTopicsCommands(actions, target, input);
}

interface DetailPaneProps {
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
  readonly actions: readonly TopicAction[];
  readonly onBack: (() => void) | undefined;
}

function DetailPane({ selected, onSelect, actions, onBack }: DetailPaneProps) {
  const texts = useTexts().topics;
  const detail = useDetail((view) => view.detail);
  const isEmptyBroker = useIsEmptyBroker();
  if (selected !== undefined && detail) {
    const menu = menuOf(actions, targetOfDetail(detail));
    return <TopicDetail detail={detail} menu={menu} onSelect={onSelect} onBack={onBack} />;
  }
  if (selected !== undefined) return <UnknownTopic topic={selected} onBack={onBack} />;
  if (isEmptyBroker) return <FirstSteps />;
  return <EmptyState title={texts.nothingSelected} text={texts.nothingSelectedWhat} />;
}
