import { useEffect, useRef } from "react";
import { useDetail, useSend } from "../../bridge/hooks.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { MenuItem } from "../../ui/menu-item.ts";
import { type Tab, Tabs } from "../../ui/tabs.tsx";
import type { TopicDetail as Detail } from "../../worker/messages.ts";
import { BelowTab } from "./below-tab.tsx";
import { ChartTab } from "./chart-tab.tsx";
import { DetailHeader } from "./detail-header.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { PayloadView } from "./payload-view.tsx";
import { PropertiesTab } from "./properties-tab.tsx";
import { tabsFor } from "./tabs-for.ts";
import { fieldParam, formParam, type TopicTab, tabParam } from "./topic-params.ts";
import { WhoTab } from "./who-tab.tsx";

export interface TopicDetailProps {
  readonly detail: Detail;
  readonly menu: readonly MenuItem[];
  readonly onSelect: (path: string) => void;
  readonly onBack: (() => void) | undefined;
}

/** The selected topic or branch: what it is worth now, what it was, and who has to do with it. */
export function TopicDetail({ detail, menu, onSelect, onBack }: TopicDetailProps) {
  const texts = useTexts().topics.tabs;
  const [wanted, setTab] = useUrlState("tab", tabParam);
  const offered = tabsFor(detail);
  const tab = offered.includes(wanted) ? wanted : (offered[0] ?? "value");
  const tabs = useTabs(detail, offered, onSelect, setTab);
  const difference = useDifference(detail, tab);
  return (
    <section aria-label={detail.path} className="flex min-h-0 flex-1 flex-col">
      <DetailHeader detail={detail} difference={difference} menu={menu} onSelect={onSelect} onBack={onBack} />
      <Tabs label={texts.label} tabs={tabs} value={tab} onChange={setTab} className="flex-1" />
    </section>
  );
}

function useTabs(
  detail: Detail,
  offered: readonly TopicTab[],
  onSelect: (path: string) => void,
  setTab: (tab: TopicTab) => void,
): readonly Tab<TopicTab>[] {
  const texts = useTexts().topics.tabs;
  const format = useFormat();
  const [choice, setChoice] = useUrlState("as", formParam);
  const [, setField] = useUrlState("field", fieldParam);
  const { last } = detail;
  const chart = (field: string) => {
    setField(field);
    setTab("chart");
  };
  const value = last && (
    <PayloadView
      message={last}
      choice={choice}
      onChoice={setChoice}
      numericFields={detail.numericFields}
      onChart={chart}
    />
  );
  const shown = { detail, choice, onChoice: setChoice };
  const contents: Record<TopicTab, Omit<Tab<TopicTab>, "value" | "title">> = {
    value: { content: value ?? <NoValue />, note: last && format.bytes(last.payloadBytes) },
    history: {
      content: <HistoryTab key={detail.id} {...shown} />,
      note: format.count(detail.ownMessageCount),
    },
    chart: { content: <ChartTab detail={detail} /> },
    properties: { content: last && <PropertiesTab message={last} /> },
    who: { content: <WhoTab detail={detail} /> },
    below: { content: <BelowTab key={detail.id} {...shown} onGoTo={onSelect} /> },
  };
  return offered.map((one) => ({ value: one, title: texts[one], ...contents[one] }));
}

function NoValue() {
  const texts = useTexts().topics;
  return <EmptyState title={texts.noValue} text={texts.noValueWhat} />;
}

/** The change of the last message, for numbers. The history is read for it: by its tab, or here. */
function useDifference(detail: Detail, tab: TopicTab): number | undefined {
  const send = useSend();
  const newest = useDetail((view) => view.history?.rows[0]);
  const known = useRef(newest);
  useEffect(() => {
    if (tab === "history") return;
    send({ type: "viewHistory", count: 1 });
    return () => send({ type: "viewHistory", count: 0 });
  }, [send, tab]);
  if (newest && newest.topicId === detail.id && newest.index === detail.last?.index) known.current = newest;
  const row = known.current;
  const isOfLast = row?.topicId === detail.id && row.index === detail.last?.index;
  return isOfLast && row.change.kind === "number" ? row.change.difference : undefined;
}
