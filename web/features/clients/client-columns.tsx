import { Check } from "lucide-react";
import { useMemo } from "react";
import type { SessionSummary } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { ConnectionDot } from "../../ui/connection-dot.tsx";
import type { Column } from "../../ui/table-column.ts";
import { TransportTag } from "../../ui/transport-tag.tsx";
import { WillBell } from "../../ui/will-bell.tsx";
import { InflightCell, LimitBar, SessionCell } from "./client-cells.tsx";

export interface ColumnSources {
  readonly facts: BrokerFacts;
  /** Sessions that are only shown because the list is held. */
  readonly goneKeys: ReadonlySet<string>;
  /** The client id of this page. */
  readonly ownId: string;
}

/** Whether a session's client is connected, away, or the session is no more. */
export function presenceOf(session: SessionSummary, goneKeys?: ReadonlySet<string>) {
  if (goneKeys?.has(session.clientId)) return "expired";
  return session.isConnected ? "connected" : "away";
}

/** Where a connection comes from, as one text. */
export function addressOf({ peer }: SessionSummary): string | undefined {
  if (peer?.port === undefined) return peer?.address;
  return `${peer.address}:${peer.port}`;
}

type SessionColumn = Omit<Column<SessionSummary>, "title" | "explanation" | "isSortable"> & {
  readonly id: keyof ReturnType<typeof useTexts>["clients"]["columns"];
};

function identityColumns(
  { goneKeys, ownId }: ColumnSources,
  texts: ReturnType<typeof useTexts>,
): SessionColumn[] {
  return [
    {
      id: "clientId",
      width: 200,
      minimumWidth: 150,
      isFlexible: true,
      cell: (session) => (
        <span className="flex min-w-0 items-center gap-2">
          <ConnectionDot presence={presenceOf(session, goneKeys)} />
          <span className="truncate font-mono text-sm" title={session.clientId}>
            {session.clientId}
          </span>
          {session.clientId === ownId && <OwnBadge />}
        </span>
      ),
    },
    {
      id: "userName",
      width: 100,
      showFrom: 1240,
      cell: ({ userName }) => userName ?? <Dash />,
    },
    {
      id: "version",
      width: 96,
      cell: ({ connect, peer }) => (
        <span className="flex items-center gap-1.5">
          {connect === undefined ? <Dash /> : texts.connections.versions[connect.version]}
          {peer !== undefined && <TransportTag transport={peer.transport} />}
        </span>
      ),
    },
  ];
}

function stateColumns({ facts }: ColumnSources, texts: ReturnType<typeof useTexts>): SessionColumn[] {
  const { limits, toLocal } = facts;
  return [
    { id: "isDurable", width: 152, cell: (session) => <SessionCell session={session} toLocal={toLocal} /> },
    {
      id: "present",
      width: 64,
      showFrom: 980,
      cell: ({ connect }) =>
        connect?.sessionPresent ? (
          <Check aria-label={texts.clients.yes} className="size-3.5 text-muted" />
        ) : (
          <Dash />
        ),
    },
    {
      id: "inflightOut",
      width: 104,
      showFrom: 910,
      cell: (session) => <InflightCell session={session} limits={limits} />,
    },
    {
      id: "queuedMessages",
      width: 156,
      cell: ({ queuedMessages, isDurable, isConnected }) =>
        queuedMessages === 0 && !isDurable && isConnected ? (
          <Dash />
        ) : (
          <LimitBar count={queuedMessages} limit={limits?.maximumQueuedMessages} />
        ),
    },
    {
      id: "will",
      width: 48,
      cell: ({ will }) =>
        will === "none" ? <Dash /> : <WillBell state={will === "delayed" ? "waiting" : "armed"} />,
    },
  ];
}

/** The page is a client of the broker like any other. */
export function OwnBadge() {
  const texts = useTexts().clients;
  return <Badge explanation={texts.ownTip}>{texts.own}</Badge>;
}

function Dash() {
  return (
    <span aria-hidden className="text-faint">
      –
    </span>
  );
}

/** The columns of the list of sessions. */
export function useClientColumns({
  facts,
  goneKeys,
  ownId,
}: ColumnSources): readonly Column<SessionSummary>[] {
  const texts = useTexts();
  const format = useFormat();
  return useMemo(() => {
    const count = (value: number) =>
      value === 0 ? (
        <span className="text-faint">0</span>
      ) : (
        <span title={format.exact(value)}>{format.count(value)}</span>
      );
    const sources = { facts, goneKeys, ownId };
    const columns: SessionColumn[] = [
      ...identityColumns(sources, texts),
      ...stateColumns(sources, texts),
      { id: "dropped", width: 76, isEndAligned: true, cell: ({ dropped }) => count(dropped) },
      {
        id: "subscriptions",
        width: 56,
        isEndAligned: true,
        showFrom: 720,
        cell: ({ subscriptions }) => count(subscriptions),
      },
      {
        id: "address",
        width: 150,
        isMonospace: true,
        showFrom: 1130,
        cell: (session) => addressOf(session) ?? <Dash />,
      },
      {
        id: "since",
        width: 84,
        isEndAligned: true,
        showFrom: 820,
        cell: ({ since }) => <Age at={facts.toLocal(since)} isShort />,
      },
    ];
    return columns.map((column) => ({
      ...column,
      title: texts.clients.columns[column.id],
      explanation: texts.clients.columnTips[column.id],
      isSortable: column.id !== "present",
    }));
  }, [facts, goneKeys, ownId, texts, format]);
}
