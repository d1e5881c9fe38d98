import { useMemo, useState } from "react";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { Subscription } from "../../../server/adapters/http/contract.ts";
import { copyText } from "../../lib/clipboard.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { SessionRing } from "../../ui/session-ring.tsx";
import type { Column } from "../../ui/table-column.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";

/** The subscriptions of a session with their options (MQTT 5.0 §3.8.3.1), each transient or durable. */
export function SubscriptionList({ session }: { session: SessionDetail }) {
  const { clients, kit } = useTexts();
  const texts = clients.subscriptions;
  const columns = useSubscriptionColumns();
  const [selected, setSelected] = useState<string>();
  const rows = useMemo(
    () => session.subscriptionList.toSorted((a, b) => a.filter.localeCompare(b.filter)),
    [session.subscriptionList],
  );
  if (rows.length === 0) return <EmptyState title={texts.none} text={texts.noneText} />;
  return (
    <div className="flex h-full flex-col">
      <VirtualTable
        name="client-subscriptions"
        label={clients.detail.tabs.subscriptions}
        columns={columns}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={(row) => row.filter}
        selectedIndex={rows.findIndex((row) => row.filter === selected)}
        onSelect={(_, row) => setSelected(row?.filter)}
        rowMenu={(row) => [{ id: "copy", title: kit.copy, run: () => void copyText(row.filter) }]}
      />
    </div>
  );
}

function useSubscriptionColumns(): readonly Column<Subscription>[] {
  const texts = useTexts().clients.subscriptions;
  return useMemo(
    () => [
      {
        id: "filter",
        title: texts.filter,
        width: 200,
        minimumWidth: 140,
        isFlexible: true,
        cell: (row: Subscription) => (
          <span className="font-mono text-sm" title={row.filter}>
            {row.filter}
          </span>
        ),
      },
      {
        id: "kind",
        title: texts.kind,
        width: 100,
        cell: (row: Subscription) => <SessionRing isDurable={row.isDurable} hasWord />,
      },
      {
        id: "qos",
        title: "QoS",
        width: 88,
        cell: (row: Subscription) => <QosPips qos={row.qos} hasWord />,
      },
      {
        id: "options",
        title: texts.options,
        width: 260,
        showFrom: 520,
        cell: (row: Subscription) => <SubscriptionOptions row={row} />,
      },
      {
        id: "identifier",
        title: texts.identifier,
        explanation: texts.identifierTip,
        width: 48,
        isEndAligned: true,
        showFrom: 640,
        cell: (row: Subscription) => row.subscriptionIdentifier ?? "",
      },
    ],
    [texts],
  );
}

function SubscriptionOptions({ row }: { row: Subscription }) {
  const texts = useTexts().clients.subscriptions;
  return (
    <span className="inline-flex items-center gap-1">
      {row.shareName !== undefined && (
        <Badge tone="accent" explanation={texts.sharedTip}>
          {texts.shared(row.shareName)}
        </Badge>
      )}
      {row.noLocal && <Badge explanation={texts.noLocalTip}>{texts.noLocal}</Badge>}
      {row.retainAsPublished && (
        <Badge explanation={texts.retainAsPublishedTip}>{texts.retainAsPublished}</Badge>
      )}
      {row.retainHandling > 0 && (
        <Badge explanation={texts.retainHandlingTips[row.retainHandling] ?? ""}>
          {texts.retainHandling[row.retainHandling]}
        </Badge>
      )}
    </span>
  );
}
