import type { EndedWill, Will } from "../../../server/adapters/http/contract.ts";
import { useConnection } from "../../bridge/hooks.ts";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useInside } from "../../bridge/use-inside.ts";
import { explainWillEnd } from "../../lib/causes.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { PayloadPreview } from "../../ui/payload-preview.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import { Section } from "../../ui/section.tsx";
import { tip } from "../../ui/tip.ts";
import { WillBell } from "../../ui/will-bell.tsx";

const ENDED_SEARCHED = 100;

/** The will of the client as the broker has it now: armed, waiting, published or dropped. */
export function WillPart({ clientId }: { clientId: string }) {
  const texts = useTexts().lab;
  const isOwn = useConnection((state) => state.broker === "own");
  const { data } = useInside(`lab will ${clientId}`, ["wills"], async (inside, signal) => {
    const [living, ended] = await Promise.all([
      inside.wills({ filter: clientId }, signal),
      inside.endedWills(ENDED_SEARCHED, signal),
    ]);
    return {
      will: living.items.find((one) => one.clientId === clientId),
      ended: ended.items.find((one) => one.clientId === clientId),
    };
  });
  if (!isOwn || !data || (!data.will && !data.ended)) return null;
  return (
    <Section title={texts.willState}>
      {data.will ? <LivingWill will={data.will} /> : data.ended && <EndOfWill will={data.ended} />}
    </Section>
  );
}

function WillMessage({ will }: { will: Will | EndedWill }) {
  const texts = useTexts().lab;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate font-mono text-sm">{will.topic}</span>
      <PayloadPreview base64={will.payload} empty={texts.empty} />
      <QosPips qos={will.qos} />
      {will.retain && <RetainedPin isFlag />}
    </span>
  );
}

function LivingWill({ will }: { will: Will }) {
  const { toLocal } = useBrokerFacts();
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <WillBell state={will.state === "delayed" ? "waiting" : "armed"} hasWord />
      {will.dueAt !== undefined && <Age at={toLocal(will.dueAt)} />}
      <WillMessage will={will} />
    </div>
  );
}

function EndOfWill({ will }: { will: EndedWill }) {
  const texts = useTexts();
  const { toLocal } = useBrokerFacts();
  const explanation = explainWillEnd(will, texts.causes);
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <WillBell state={will.outcome} hasWord />
      <span {...tip(explanation.text, { clause: explanation.clause })}>{explanation.word}</span>
      <Age at={toLocal(will.at)} className="text-muted" />
      <WillMessage will={will} />
    </div>
  );
}
