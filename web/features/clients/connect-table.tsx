import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Section } from "../../ui/section.tsx";
import { tip } from "../../ui/tip.ts";
import { type ConnectRow, connectRows } from "./connect-rows.ts";

const HEAD_CLASS = "h-6 pr-3 text-left text-sm font-normal text-muted";

/** What CONNECT asked for beside what CONNACK granted, each with its meaning on hover. */
export function ConnectTable({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts();
  const format = useFormat();
  const { connect } = session;
  const words = texts.clients.connect;
  if (connect === undefined) {
    return (
      <Section title={words.title}>
        <p className="text-muted">{words.recovered}</p>
      </Section>
    );
  }
  const version = `MQTT ${texts.connections.versions[connect.version]}`;
  return (
    <Section title={words.title}>
      <table className="w-full border-collapse">
        <thead>
          <tr>
            <td className={HEAD_CLASS} />
            <th scope="col" className={HEAD_CLASS}>
              {words.asked}
            </th>
            <th scope="col" className={HEAD_CLASS}>
              {words.granted}
            </th>
          </tr>
        </thead>
        <tbody>
          {connectRows(connect, facts.limits, { texts, format }).map((row) => (
            <ConnectLine key={row.id} row={row} version={version} />
          ))}
        </tbody>
      </table>
      {connect.userProperties.length > 0 && <UserProperties properties={connect.userProperties} />}
    </Section>
  );
}

function ConnectLine({ row, version }: { row: ConnectRow; version: string }) {
  const { connect: words } = useTexts().clients;
  const { id, clause, asked, granted, isLowered } = row;
  const tipId = id === "cleanSession" ? "cleanStart" : id;
  return (
    <tr className="border-t hover:bg-hover">
      <th
        scope="row"
        {...tip(words.tips[tipId], { clause })}
        className="h-6 pr-3 text-left font-normal text-muted"
      >
        {words.names[id]}
      </th>
      <td className="pr-3">{asked ?? <span className="text-faint">{words.notInVersion(version)}</span>}</td>
      <td className="pr-3">
        <span className="inline-flex items-center gap-2">
          {granted}
          {isLowered && (
            <Badge tone="warn" explanation={words.loweredTip}>
              {words.lowered}
            </Badge>
          )}
        </span>
      </td>
    </tr>
  );
}

function UserProperties({ properties }: { properties: readonly (readonly [string, string])[] }) {
  const { names, tips } = useTexts().clients.connect;
  return (
    <div className="flex gap-3 border-t pt-1">
      <span {...tip(tips.userProperties, { clause: "3.1.2.11.8" })} className="shrink-0 text-muted">
        {names.userProperties}
      </span>
      <ul className="min-w-0 font-mono text-sm">
        {properties.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice; the order is part of it
          <li key={index} className="break-all">
            <span className="text-syntax-key">{name}</span>: {value}
          </li>
        ))}
      </ul>
    </div>
  );
}
