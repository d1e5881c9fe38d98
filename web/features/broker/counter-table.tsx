import type { Counters } from "../../../server/adapters/http/contract.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { Section } from "../../ui/section.tsx";

const CELL_CLASS = "h-6 pl-3 text-right";

/** What the broker has counted since it started. */
export function CounterTable({ counters }: { counters: Counters }) {
  const texts = useTexts().broker.counters;
  const format = useFormat();
  const rows = [
    {
      name: texts.publish,
      received: format.exact(counters.publishReceived),
      sent: format.exact(counters.publishSent),
    },
    {
      name: texts.publishBytes,
      received: format.exactBytes(counters.publishBytesReceived),
      sent: format.exactBytes(counters.publishBytesSent),
    },
    {
      name: texts.packets,
      received: format.exact(counters.packetsReceived),
      sent: format.exact(counters.packetsSent),
    },
    {
      name: texts.bytes,
      received: format.exactBytes(counters.bytesReceived),
      sent: format.exactBytes(counters.bytesSent),
    },
  ];
  const heldBack = Object.entries(counters.heldBack).filter(([, count]) => count > 0);
  return (
    <Section level={2} title={texts.title}>
      <table className="w-full border-collapse">
        <thead className="text-sm text-muted">
          <tr>
            <td />
            <th scope="col" className={`${CELL_CLASS} font-normal`}>
              {texts.received}
            </th>
            <th scope="col" className={`${CELL_CLASS} font-normal`}>
              {texts.sent}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, received, sent }) => (
            <tr key={name} className="border-t">
              <th scope="row" className="text-left font-normal text-muted">
                {name}
              </th>
              <td className={CELL_CLASS}>{received}</td>
              <td className={CELL_CLASS}>{sent}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <FactList className="mt-2 border-t pt-1">
        <Fact name={texts.connectionsAccepted}>{format.exact(counters.connectionsAccepted)}</Fact>
        <Fact name={texts.connectionsRefused}>{format.exact(counters.connectionsRefused)}</Fact>
        <Fact name={texts.sessionsExpired}>{format.exact(counters.sessionsExpired)}</Fact>
        <Fact name={texts.willsFired}>{format.exact(counters.willsFired)}</Fact>
        {heldBack.map(([limit, count]) => (
          <Fact key={limit} name={texts.heldBackBy(limit)}>
            {format.exact(count)}
          </Fact>
        ))}
      </FactList>
    </Section>
  );
}
