import { useMemo, useState } from "react";
import type { Queued, SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { copyText } from "../../lib/clipboard.ts";
import { useNow } from "../../lib/ticker.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import type { Column } from "../../ui/table-column.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { LimitBar, TimeLeft } from "./client-cells.tsx";
import { shareOf } from "./session-facts.ts";

const SECOND = 1000;

/** What waits for the client, in the order in which it goes out. */
export function QueueList({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts().clients;
  const columns = useQueueColumns(facts);
  const [selected, setSelected] = useState(-1);
  const { copy } = useTexts().kit;
  const { queue } = session;
  if (session.queuedMessages === 0) {
    const { none, noneDurable, noneTransient } = texts.queue;
    return <EmptyState title={none} text={session.isDurable ? noneDurable : noneTransient} />;
  }
  return (
    <div className="flex h-full flex-col">
      <QueueSummary session={session} facts={facts} />
      <VirtualTable
        name="client-queue"
        label={texts.detail.tabs.queue}
        columns={columns}
        rowCount={queue.length}
        rowAt={(index) => queue[index]}
        rowKey={(_, index) => index}
        selectedIndex={selected}
        onSelect={setSelected}
        rowMenu={(row) => [{ id: "copy", title: copy, run: () => void copyText(row.topic) }]}
      />
    </div>
  );
}

function QueueSummary({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts().clients.queue;
  const format = useFormat();
  const now = useNow();
  const limit = facts.limits?.maximumQueuedMessages;
  const oldest = session.queue[0];
  const age = oldest === undefined ? 0 : Math.max(0, now - facts.toLocal(oldest.receivedAt));
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-3 py-1.5 text-sm text-muted">
      <LimitBar count={session.queuedMessages} limit={limit} />
      <span>
        {texts.summary(format.bytes(session.queuedBytes), format.duration(Math.floor(age / SECOND) * SECOND))}
      </span>
      {session.queue.length < session.queuedMessages && (
        <span>
          {texts.firstShown(format.exact(session.queue.length), format.exact(session.queuedMessages))}
        </span>
      )}
      {shareOf(session.queuedMessages, limit) >= 1 && (
        <span className="basis-full text-bad">{texts.lastBefore}</span>
      )}
    </div>
  );
}

function useQueueColumns({ toLocal }: BrokerFacts): readonly Column<Queued>[] {
  const texts = useTexts().clients.queue;
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: "place",
        title: texts.place,
        width: 56,
        isEndAligned: true,
        cell: (_: Queued, index: number) =>
          index === 0 ? (
            <Badge tone="accent" explanation={texts.nextTip}>
              {texts.next}
            </Badge>
          ) : (
            <span className="text-muted">{format.exact(index + 1)}</span>
          ),
      },
      {
        id: "topic",
        title: texts.topic,
        width: 160,
        minimumWidth: 100,
        isFlexible: true,
        cell: (row: Queued) => (
          <span className="font-mono text-sm" title={row.topic}>
            {row.topic} {row.retain && <RetainedPin isFlag />}
          </span>
        ),
      },
      { id: "qos", title: "QoS", width: 48, cell: (row: Queued) => <QosPips qos={row.qos} /> },
      {
        id: "size",
        title: texts.size,
        width: 64,
        isEndAligned: true,
        cell: (row: Queued) => format.bytes(row.payloadBytes),
      },
      {
        id: "age",
        title: texts.age,
        width: 88,
        isEndAligned: true,
        cell: (row: Queued) => <Age at={toLocal(row.receivedAt)} isShort />,
      },
      {
        id: "expires",
        title: texts.expires,
        width: 112,
        isEndAligned: true,
        showFrom: 440,
        cell: (row: Queued) =>
          row.expiresAt === undefined ? (
            <span className="text-faint">{texts.never}</span>
          ) : (
            <TimeLeft until={toLocal(row.expiresAt)} />
          ),
      },
    ],
    [texts, format, toLocal],
  );
}
