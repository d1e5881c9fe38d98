import { useMemo } from "react";
import type { SessionSummary } from "../../../server/adapters/http/contract/sessions.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { ConnectionDot } from "../../ui/connection-dot.tsx";
import type { Column } from "../../ui/table-column.ts";
import { TransportTag } from "../../ui/transport-tag.tsx";
import { WillBell } from "../../ui/will-bell.tsx";
import { SessionCell } from "./client-cells.tsx";
import { type ColumnSources, OwnBadge, presenceOf } from "./client-columns.tsx";

/** Two lines for each session, for screens that are too narrow for columns. */
export const NARROW_ROW_PIXELS = 52;

/** The only column of the list on a narrow screen. */
export function useNarrowColumns(sources: ColumnSources): readonly Column<SessionSummary>[] {
  const texts = useTexts().clients;
  return useMemo(
    () => [
      {
        id: "clientId",
        title: texts.columns.clientId,
        width: 200,
        isFlexible: true,
        isSortable: true,
        cell: (session: SessionSummary) => <NarrowCell session={session} {...sources} />,
      },
    ],
    [texts, sources],
  );
}

function NarrowCell({ session, facts, goneKeys, ownId }: ColumnSources & { session: SessionSummary }) {
  const texts = useTexts();
  const format = useFormat();
  const { connect, peer, queuedMessages, will, since } = session;
  return (
    <span className="flex flex-col gap-0.5">
      <span className="flex items-center gap-2">
        <ConnectionDot presence={presenceOf(session, goneKeys)} />
        <span className="min-w-0 truncate font-mono">{session.clientId}</span>
        {session.clientId === ownId && <OwnBadge />}
        <span className="flex-1" />
        <span className="text-sm text-muted">
          <Age at={facts.toLocal(since)} isShort />
        </span>
      </span>
      <span className="flex items-center gap-2 pl-4.5 text-sm text-muted">
        {connect !== undefined && texts.connections.versions[connect.version]}
        {peer !== undefined && <TransportTag transport={peer.transport} />}
        <SessionCell session={session} toLocal={facts.toLocal} />
        {will !== "none" && <WillBell state={will === "delayed" ? "waiting" : "armed"} />}
        <span className="flex-1" />
        {queuedMessages > 0 && (
          <span className="text-ink">
            {texts.clients.columns.queuedMessages} {format.exact(queuedMessages)}
          </span>
        )}
      </span>
    </span>
  );
}
