import { useMemo } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { Section } from "../../ui/section.tsx";
import type { Granted } from "../../worker/messages.ts";
import { FigureCard } from "./figure-card.tsx";
import { FIGURE_IDS, knownFigures } from "./known-figures.ts";
import type { SysValues } from "./use-sys-values.ts";

const SECOND = 1000;

/** What another broker tells every client: its CONNACK, and what is known of its $SYS. */
export function ForeignOverview({ values }: { values: SysValues }) {
  const texts = useTexts().broker.foreign;
  const figures = useMemo(() => knownFigures(values.rows ?? []), [values.rows]);
  return (
    <div className="flex flex-col divide-y pb-4">
      <p className="px-3 py-2.5 text-muted">{texts.note}</p>
      <Section level={2} title={texts.figures}>
        {figures.size === 0 ? (
          <p className="text-muted">{texts.noFigures}</p>
        ) : (
          <div className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6 gap-y-4">
            {FIGURE_IDS.map((id) => {
              const row = figures.get(id);
              return row && <FigureCard key={id} id={id} row={row} />;
            })}
          </div>
        )}
        <p className="pt-1 text-sm text-muted">{texts.figuresNote}</p>
      </Section>
      <Section level={2} title={texts.granted}>
        <GrantedFacts />
      </Section>
    </div>
  );
}

function GrantedFacts() {
  const texts = useTexts();
  const format = useFormat();
  const connection = useConnection((state) => state.connection);
  if (!("granted" in connection)) return <p className="text-muted">{texts.broker.foreign.notConnected}</p>;
  return (
    <FactList>
      {grantLines(connection.granted, texts, format).map(([name, text]) => (
        <Fact key={name} name={name}>
          {text}
        </Fact>
      ))}
    </FactList>
  );
}

function grantLines(
  granted: Granted,
  texts: Catalogue,
  format: Format,
): readonly (readonly [string, string])[] {
  const { grants, offered, notOffered } = texts.broker.foreign;
  const { yes, no, connect } = texts.clients;
  const offer = (isOffered: boolean) => (isOffered ? offered : notOffered);
  const { keepAliveSeconds, sessionExpirySeconds, maximumPacketBytes } = granted;
  return [
    [texts.clients.columns.version, `MQTT ${texts.connections.versions[granted.version]}`],
    [grants.sessionPresent, granted.sessionPresent ? yes : no],
    [grants.keepAlive, keepAliveSeconds === 0 ? connect.off : format.duration(keepAliveSeconds * SECOND)],
    [
      grants.sessionExpiry,
      sessionExpirySeconds === 0
        ? texts.clients.endsWithConnection
        : format.duration(sessionExpirySeconds * SECOND),
    ],
    [grants.maximumQos, texts.signs.qos(granted.maximumQoS)],
    [grants.receiveMaximum, format.exact(granted.receiveMaximum)],
    [
      grants.maximumPacket,
      maximumPacketBytes === undefined ? connect.notSaid : format.exactBytes(maximumPacketBytes),
    ],
    [grants.topicAliases, format.exact(granted.topicAliasMaximum)],
    [grants.retain, offer(granted.isRetainAvailable)],
    [grants.wildcards, offer(granted.hasWildcardSubscriptions)],
    [grants.shared, offer(granted.hasSharedSubscriptions)],
    [grants.identifiers, offer(granted.hasSubscriptionIdentifiers)],
  ];
}
