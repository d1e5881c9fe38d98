import { useCallback, useState } from "react";
import { useSearch } from "wouter/use-browser-location";
import type { QueueEntry } from "../../../server/adapters/http/contract/session-queue.ts";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { copyText } from "../../lib/clipboard.ts";
import { clientAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { InsideFailure } from "../../ui/inside-note.tsx";
import type { MenuItem } from "../../ui/menu-item.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { useQueueColumns } from "./queue-columns.tsx";
import { QueueSummary } from "./queue-summary.tsx";
import { type QueueView, useQueue } from "./use-queue.ts";

/** What was sent to the client and is not finished, then what waits for it, in the order in which it goes out. */
export function QueueList({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts().clients;
  const queue = useQueue(session.clientId);
  const { list, bounds } = queue;
  if (bounds === undefined) {
    if (list.state === "failed") return <InsideFailure error={list.error} onRetry={list.reload} />;
    return (
      <p role="status" className="p-3 text-muted">
        {texts.queue.loading}
      </p>
    );
  }
  if (list.total === 0) {
    const { none, noneDurable, noneTransient } = texts.queue;
    return <EmptyState title={none} text={session.isDurable ? noneDurable : noneTransient} />;
  }
  return (
    <div className="flex h-full flex-col">
      <QueueSummary bounds={bounds} />
      <QueueTable queue={queue} facts={facts} />
    </div>
  );
}

function QueueTable({ queue, facts }: { queue: QueueView; facts: BrokerFacts }) {
  const texts = useTexts().clients;
  const { list, bounds, firstPosition } = queue;
  const columns = useQueueColumns({ bounds, toLocal: facts.toLocal });
  // a row that is not here yet has a place and no id
  const [selected, setSelected] = useState<{ index: number; id: string | undefined }>();
  const menu = useQueueMenu();
  const { rows, goneKeys } = list;
  return (
    <VirtualTable
      name="client-queue"
      label={texts.detail.tabs.queue}
      columns={columns}
      rowCount={list.total}
      rowAt={(index) => rows[index]}
      rowKey={(entry) => entry.id}
      selectedIndex={
        selected?.id === undefined ? (selected?.index ?? -1) : rows.findIndex(({ id }) => id === selected.id)
      }
      onSelect={(index, entry) => setSelected({ index, id: entry?.id })}
      rowMenu={menu}
      isDimmed={({ id }) => goneKeys.has(id)}
      onRangeChange={list.onRangeChange}
      onHoldChange={list.onHoldChange}
      firstPosition={firstPosition}
    />
  );
}

function useQueueMenu(): (entry: QueueEntry) => readonly MenuItem[] {
  const texts = useTexts().clients.queue;
  const search = useSearch();
  return useCallback(
    ({ message }) => {
      if (message === undefined) return [];
      const { topic, publisherClientId } = message;
      return [
        { id: "copy", title: texts.copyTopic, run: () => void copyText(topic) },
        { id: "copyPublisher", title: texts.copyPublisher, run: () => void copyText(publisherClientId) },
        {
          id: "publisher",
          title: texts.showPublisher,
          run: () => navigate(clientAddress(publisherClientId, search)),
        },
      ];
    },
    [texts, search],
  );
}
