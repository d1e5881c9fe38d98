import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { DropReason } from "../../../server/adapters/http/contract.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { DropTable } from "../../ui/drop-table.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { Section } from "../../ui/section.tsx";
import { ConnectTable } from "./connect-table.tsx";
import { WillSection } from "./will-section.tsx";

export interface SessionTabProps {
  readonly session: SessionDetail;
  readonly facts: BrokerFacts;
}

/** What the client asked for, its will, what did not reach it, and how much went over its wire. */
export function SessionTab({ session, facts }: SessionTabProps) {
  const texts = useTexts().clients;
  return (
    <div className="flex flex-col divide-y pb-4">
      <ConnectTable session={session} facts={facts} />
      <WillSection session={session} facts={facts} />
      <Section title={texts.drops.title}>
        {session.dropped === 0 ? (
          <p className="text-muted">{texts.drops.none}</p>
        ) : (
          <DropTable drops={session.dropsByReason as Readonly<Record<DropReason, number>>} />
        )}
      </Section>
      <CountersSection session={session} />
    </div>
  );
}

function CountersSection({ session }: { session: SessionDetail }) {
  const { counters } = useTexts().clients;
  const format = useFormat();
  return (
    <Section title={counters.title}>
      <FactList>
        <Fact name={counters.packetsReceived}>{format.exact(session.packetsReceived)}</Fact>
        <Fact name={counters.packetsSent}>{format.exact(session.packetsSent)}</Fact>
        <Fact name={counters.outboundBytes}>{format.exactBytes(session.outboundBytes)}</Fact>
        <Fact name={counters.queuedBytes}>{format.exactBytes(session.queuedBytes)}</Fact>
        <Fact name={counters.aliasesFromIt}>{format.exact(session.topicAliases.inbound)}</Fact>
        <Fact name={counters.aliasesToIt}>{format.exact(session.topicAliases.outbound)}</Fact>
      </FactList>
      {!session.isConnected && <p className="text-sm text-muted">{counters.away}</p>}
    </Section>
  );
}
