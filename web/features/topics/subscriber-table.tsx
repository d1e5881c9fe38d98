import type { Subscription } from "../../../server/adapters/http/contract.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { SessionRing } from "../../ui/session-ring.tsx";
import { ClientLink } from "./client-link.tsx";

/** Cells beside each other, wrapped where there is no room for a table. */
const CELL = "block py-0.5 pr-4 align-middle whitespace-nowrap sm:table-cell";
/** More rows than these nobody reads here; Clients has them all. */
const MAXIMUM_ROWS = 500;

/** The subscriptions that a message on a topic reaches. */
export function SubscriberTable({ subscriptions }: { subscriptions: readonly Subscription[] }) {
  const texts = useTexts().topics.who;
  const shown = subscriptions.slice(0, MAXIMUM_ROWS);
  return (
    <div className="overflow-x-auto">
      <table className="block text-left sm:table">
        <thead className="hidden sm:table-header-group">
          <tr className="text-sm text-muted">
            {[texts.clientId, texts.filter, texts.qos, texts.session, texts.options].map((title) => (
              <th key={title} scope="col" className="py-1 pr-4 font-normal">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {shown.map((one) => (
            <tr key={`${one.clientId}\n${one.filter}`} className="flex flex-wrap border-t sm:table-row">
              <td className={CELL}>
                <ClientLink clientId={one.clientId} />
              </td>
              <td className={`${CELL} font-mono text-sm`}>{one.filter}</td>
              <td className={CELL}>
                <QosPips qos={one.qos} hasWord />
              </td>
              <td className={CELL}>
                <SessionRing isDurable={one.isDurable} hasWord />
              </td>
              <td className={CELL}>
                <Options subscription={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {subscriptions.length > shown.length && (
        <p className="py-1 text-muted">{texts.moreSubscribers(subscriptions.length - shown.length)}</p>
      )}
    </div>
  );
}

function Options({ subscription }: { subscription: Subscription }) {
  const { optionNames, optionTips } = useTexts().topics.who;
  const { noLocal, retainAsPublished, shareName } = subscription;
  return (
    <span className="inline-flex gap-1">
      {shareName !== undefined && (
        <Badge explanation={optionTips.shared}>{optionNames.shared(shareName)}</Badge>
      )}
      {noLocal && <Badge explanation={optionTips.noLocal}>{optionNames.noLocal}</Badge>}
      {retainAsPublished && (
        <Badge explanation={optionTips.retainAsPublished}>{optionNames.retainAsPublished}</Badge>
      )}
    </span>
  );
}
