import { useMemo, useState } from "react";
import type { Inflight, SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { DirectionArrow } from "../../ui/direction-arrow.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import type { Column } from "../../ui/table-column.ts";
import { tip } from "../../ui/tip.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { inflightWindow, shareOf } from "./session-facts.ts";

/** A message on its way, and which way. From the client's side: out is towards it. */
interface InflightRow extends Inflight {
  readonly direction: "in" | "out";
}

const UNLIMITED = "∞";

/** Messages on their way, both ways, by packet id, with the packet that each waits for (MQTT 5.0 §4.3). */
export function InflightList({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts().clients;
  const columns = useInflightColumns();
  const [selected, setSelected] = useState(-1);
  const rows = useMemo<readonly InflightRow[]>(
    () => [
      ...session.inflightOutList.map((row) => ({ ...row, direction: "out" as const })),
      ...session.inflightInList.map((row) => ({ ...row, direction: "in" as const })),
    ],
    [session.inflightOutList, session.inflightInList],
  );
  if (rows.length === 0) return <EmptyState title={texts.inflight.none} text={texts.inflight.noneText} />;
  return (
    <div className="flex h-full flex-col">
      <InflightSummary session={session} facts={facts} />
      <VirtualTable
        name="client-inflight"
        label={texts.detail.tabs.inflight}
        columns={columns}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={(row) => `${row.direction}${row.packetId}`}
        selectedIndex={selected}
        onSelect={setSelected}
      />
    </div>
  );
}

function InflightSummary({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts().clients.inflight;
  const format = useFormat();
  const window = inflightWindow(session.connect, facts.limits);
  const maximum = facts.limits?.receiveMaximum;
  const write = (limit: typeof maximum) =>
    limit === undefined || limit === "unlimited" ? UNLIMITED : format.exact(limit);
  const isFull = session.isConnected && shareOf(session.inflightOut, window) >= 1;
  return (
    <div className="flex shrink-0 flex-wrap gap-x-4 border-b px-3 py-1.5 text-sm text-muted">
      <span>{texts.out(format.exact(session.inflightOut), write(window))}</span>
      <span>{texts.inward(format.exact(session.inflightIn), write(maximum))}</span>
      {isFull && <span className="basis-full text-warn">{texts.full}</span>}
    </div>
  );
}

function useInflightColumns(): readonly Column<InflightRow>[] {
  const texts = useTexts().clients.inflight;
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: "packetId",
        title: texts.packetId,
        width: 96,
        cell: (row: InflightRow) => (
          <span className="inline-flex items-center gap-1.5">
            <DirectionArrow direction={row.direction} />
            {row.packetId}
          </span>
        ),
      },
      {
        id: "topic",
        title: texts.topic,
        width: 160,
        minimumWidth: 100,
        isFlexible: true,
        cell: (row: InflightRow) =>
          row.topic === undefined ? (
            <span className="text-faint">{texts.released}</span>
          ) : (
            <span className="font-mono text-sm" title={row.topic}>
              {row.topic}
            </span>
          ),
      },
      { id: "qos", title: "QoS", width: 48, cell: (row: InflightRow) => <QosPips qos={row.qos} /> },
      {
        id: "awaits",
        title: texts.awaits,
        width: 168,
        cell: (row: InflightRow) => (
          <span {...tip(texts.awaitsTips[row.awaits], { clause: "4.3" })}>
            {row.awaits} <span className="text-sm text-muted">{texts.steps[row.awaits]}</span>
          </span>
        ),
      },
      {
        id: "size",
        title: texts.size,
        width: 72,
        isEndAligned: true,
        cell: (row: InflightRow) => (row.topic === undefined ? "" : format.bytes(row.payloadBytes)),
      },
    ],
    [texts, format],
  );
}
