import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { type Tab, Tabs } from "../../ui/tabs.tsx";
import { type ClientTab, clientParams } from "./client-query.ts";
import { InflightList } from "./inflight-list.tsx";
import { LifeList } from "./life-list.tsx";
import { QueueList } from "./queue-list.tsx";
import { SessionTab } from "./session-tab.tsx";
import { SubscriptionList } from "./subscription-list.tsx";

export interface ClientTabsProps {
  readonly session: SessionDetail;
  readonly facts: BrokerFacts;
}

/** The parts of a session; the counts stand on the tabs. */
export function ClientTabs({ session, facts }: ClientTabsProps) {
  const { label, tabs: titles } = useTexts().clients.detail;
  const format = useFormat();
  const [tab, setTab] = useUrlState("tab", clientParams.tab);
  const inflight = session.inflightOut + session.inflightIn;
  const tabs: readonly Tab<ClientTab>[] = [
    {
      value: "session",
      title: titles.session,
      content: <SessionTab session={session} facts={facts} />,
    },
    {
      value: "subscriptions",
      title: titles.subscriptions,
      note: format.exact(session.subscriptions),
      content: <SubscriptionList session={session} />,
    },
    {
      value: "inflight",
      title: titles.inflight,
      note: format.exact(inflight),
      content: <InflightList session={session} facts={facts} />,
    },
    {
      value: "queue",
      title: titles.queue,
      note: format.exact(session.queuedMessages),
      content: <QueueList key={session.clientId} session={session} facts={facts} />,
    },
    { value: "life", title: titles.life, content: <LifeList session={session} facts={facts} /> },
  ];
  return (
    <Tabs
      label={label(session.clientId)}
      tabs={tabs}
      value={tab}
      onChange={(next) => setTab(next, "replace")}
      className="flex-1"
    />
  );
}
