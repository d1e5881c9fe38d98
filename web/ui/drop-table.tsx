import type { DropReason } from "../../server/adapters/http/contract.ts";
import { flagOf, LIMIT_OF_DROP } from "../lib/limit-names.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { CopyableValue } from "./copyable-value.tsx";

export interface DropTableProps {
  readonly drops: Readonly<Partial<Record<DropReason, number>>>;
  /** The reasons that have not happened too. */
  readonly hasAll?: boolean;
  /** Beside them those since longer ago, with what each of the two columns is called. */
  readonly totals?: {
    readonly title: string;
    readonly totalsTitle: string;
    readonly drops: Readonly<Partial<Record<DropReason, number>>>;
  };
}

/** Messages that did not reach a client, by the reason, with the limit to change where one is to blame. */
export function DropTable({ drops, hasAll = false, totals }: DropTableProps) {
  const texts = useTexts();
  const { clients, causes } = texts;
  const rows = (Object.keys(causes.drops) as DropReason[])
    .map((reason) => ({ reason, count: drops[reason] ?? 0 }))
    .filter(({ count }) => hasAll || count > 0);
  return (
    <table className="w-full border-collapse">
      <thead className="text-left text-sm text-muted">
        <tr>
          <th scope="col" className="h-6 pr-3 font-normal">
            {clients.drops.reason}
          </th>
          <th scope="col" className="h-6 pl-3 text-right font-normal">
            {totals?.title ?? clients.drops.count}
          </th>
          {totals !== undefined && (
            <th scope="col" className="h-6 pl-3 text-right font-normal">
              {totals.totalsTitle}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ reason, count }) => (
          <tr key={reason} className="border-t align-top">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              {causes.drops[reason].word}
              <span className="block text-sm text-muted">{causes.drops[reason].text}</span>
              <DropLimit reason={reason} />
            </th>
            <Count count={count} />
            {totals !== undefined && <Count count={totals.drops[reason] ?? 0} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Count({ count }: { count: number }) {
  const format = useFormat();
  return (
    <td className={count === 0 ? "py-1 pl-3 text-right text-faint" : "py-1 pl-3 text-right"}>
      {format.exact(count)}
    </td>
  );
}

function DropLimit({ reason }: { reason: DropReason }) {
  const { clients } = useTexts();
  const limit = LIMIT_OF_DROP[reason];
  if (limit === undefined) return null;
  return (
    <span className="flex items-center gap-2 text-sm">
      <span className="text-muted">{clients.drops.setting}</span>
      <CopyableValue value={flagOf(limit)} what={clients.drops.setting} />
    </span>
  );
}
