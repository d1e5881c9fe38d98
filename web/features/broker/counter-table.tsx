import type { BrokerInfo, Counters } from "../../../server/adapters/http/contract.ts";
import { classNames } from "../../lib/class-names.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Section } from "../../ui/section.tsx";

const CELL_CLASS = "h-6 pl-3 text-right whitespace-nowrap";
const HEAD_CLASS = "h-6 pl-3 text-right font-normal";

interface CountRow {
  readonly name: string;
  readonly counts: (counters: Counters) => readonly number[];
  readonly isBytes?: boolean;
}

/** What the broker has counted since it started, and in the life of its data directory. */
export function CounterTable({ info }: { info: BrokerInfo }) {
  const texts = useTexts().broker.counters;
  const { counters, totals } = info;
  const traffic: readonly CountRow[] = [
    { name: texts.publish, counts: (from) => [from.publishReceived, from.publishSent] },
    {
      name: texts.publishBytes,
      counts: (from) => [from.publishBytesReceived, from.publishBytesSent],
      isBytes: true,
    },
    { name: texts.packets, counts: (from) => [from.packetsReceived, from.packetsSent] },
    { name: texts.bytes, counts: (from) => [from.bytesReceived, from.bytesSent], isBytes: true },
  ];
  return (
    <Section level={2} title={texts.title}>
      <CountTable rows={traffic} columns={[texts.received, texts.sent]} info={info} />
      <CountTable rows={eventRows(texts, totals?.counters ?? counters)} columns={[]} info={info} />
    </Section>
  );
}

function eventRows(
  texts: ReturnType<typeof useTexts>["broker"]["counters"],
  ever: Counters,
): readonly CountRow[] {
  const heldBack = Object.entries(ever.heldBack).filter(([, count]) => count > 0);
  return [
    { name: texts.connectionsAccepted, counts: (from) => [from.connectionsAccepted] },
    { name: texts.connectionsRefused, counts: (from) => [from.connectionsRefused] },
    { name: texts.sessionsExpired, counts: (from) => [from.sessionsExpired] },
    { name: texts.willsFired, counts: (from) => [from.willsFired] },
    ...heldBack.map(([limit]) => ({
      name: texts.heldBackBy(limit),
      counts: (from: Counters) => [from.heldBack[limit as keyof Counters["heldBack"]]],
    })),
  ];
}

interface CountTableProps {
  readonly rows: readonly CountRow[];
  /** Of each group; none: it is one number. */
  readonly columns: readonly string[];
  readonly info: BrokerInfo;
}

function CountTable({ rows, columns, info: { counters, totals } }: CountTableProps) {
  const texts = useTexts().broker.counters;
  const format = useFormat();
  const groups = [
    { id: "start", title: texts.sinceStart, from: counters },
    ...(totals === undefined
      ? []
      : [{ id: "ever", title: texts.inAll(format.date(totals.since)), from: totals.counters }]),
  ];
  return (
    <table className="mb-2 w-full border-collapse last:mb-0">
      <thead className="text-sm text-muted">
        <tr>
          <td />
          {groups.map(({ id, title }) => (
            <th key={id} scope="colgroup" colSpan={Math.max(1, columns.length)} className={HEAD_CLASS}>
              {title}
            </th>
          ))}
        </tr>
        {columns.length > 0 && (
          <tr>
            <td />
            {groups.flatMap(({ id }) =>
              columns.map((column) => (
                <th key={id + column} scope="col" className={HEAD_CLASS}>
                  {column}
                </th>
              )),
            )}
          </tr>
        )}
      </thead>
      <tbody>
        {rows.map(({ name, counts, isBytes = false }) => (
          <tr key={name} className="border-t">
            <th scope="row" className="text-left font-normal text-muted">
              {name}
            </th>
            {groups.flatMap(({ id, from }) =>
              counts(from).map((count, at) => (
                <td
                  key={`${id} ${columns[at]}`}
                  title={isBytes ? format.exactBytes(count) : undefined}
                  className={classNames(CELL_CLASS, count === 0 && "text-faint")}
                >
                  {isBytes ? format.bytes(count) : format.exact(count)}
                </td>
              )),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
