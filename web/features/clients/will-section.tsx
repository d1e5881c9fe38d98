import { Link } from "wouter";
import { useSearch } from "wouter/use-browser-location";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { Will } from "../../../server/adapters/http/contract.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { topicAddress } from "../../lib/links.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { CauseWord } from "../../ui/cause-word.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { PayloadPreview } from "../../ui/payload-preview.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import { Section } from "../../ui/section.tsx";
import { WillBell } from "../../ui/will-bell.tsx";

const SECOND = 1000;

/** The will of a session, as it stands. */
export function WillSection({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const { will: texts } = useTexts().clients;
  const will = session.willRecord;
  return (
    <Section
      title={texts.title}
      tools={will && <WillBell state={will.state === "delayed" ? "waiting" : "armed"} hasWord />}
    >
      {will === undefined ? (
        <p className="text-muted">{texts.none}</p>
      ) : (
        <WillFacts will={will} facts={facts} />
      )}
    </Section>
  );
}

function WillFacts({ will, facts }: { will: Will; facts: BrokerFacts }) {
  const { will: texts } = useTexts().clients;
  const format = useFormat();
  const search = useSearch();
  return (
    <FactList>
      <Fact name={texts.topic}>
        <Link href={topicAddress(will.topic, search)} className="min-w-0 break-all font-mono text-sm">
          {will.topic}
        </Link>
        <QosPips qos={will.qos} hasWord />
        {will.retain && <RetainedPin isFlag />}
      </Fact>
      <Fact name={texts.payload}>
        <PayloadPreview base64={will.payload} empty={will.retain ? texts.empty : texts.noBytes} />
        <span className="text-sm text-muted">{format.bytes(will.payloadBytes)}</span>
      </Fact>
      <Fact name={texts.delay}>
        {will.delaySeconds === 0 ? texts.noDelay : format.duration(will.delaySeconds * SECOND)}
      </Fact>
      {will.dueAt !== undefined && (
        <Fact name={texts.dueIn}>
          <Age at={facts.toLocal(will.dueAt)} />
        </Fact>
      )}
      {will.cause !== undefined && (
        <Fact name={texts.because}>
          <CauseWord cause={will.cause} />
        </Fact>
      )}
    </FactList>
  );
}
