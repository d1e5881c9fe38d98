import { useMemo } from "react";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import { useInsideView } from "../../bridge/hooks.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { classNames } from "../../lib/class-names.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { tip } from "../../ui/tip.ts";
import { type LifeSign, type LifeStep, lifeOf } from "./life.ts";

const SIGN_CLASS: Record<LifeSign, string> = {
  connected: "bg-good border-good",
  away: "bg-ground border-faint",
  session: "bg-ground border-accent",
  will: "bg-warn border-warn",
  note: "bg-faint border-faint scale-60",
  bad: "bg-bad border-bad",
};

/** The life line of a client: connections, their ends with the cause, takeovers, its session, its wills. */
export function LifeList({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts();
  const events = useInsideView((view) => view.recent);
  const steps = useMemo(() => lifeOf(session, events, texts), [session, events, texts]);
  const { life } = texts.clients;
  if (steps.length === 0) return <EmptyState title={life.none} text={life.noneText} />;
  return (
    <div className="px-3 py-2">
      <p className="pb-2 text-sm text-muted">{life.note}</p>
      <ol>
        {steps.map((step) => (
          <LifeLine key={step.id} step={step} facts={facts} />
        ))}
      </ol>
    </div>
  );
}

function LifeLine({ step, facts }: { step: LifeStep; facts: BrokerFacts }) {
  const format = useFormat();
  const { explanation, clause, detail } = step;
  const at = facts.toLocal(step.at);
  return (
    <li className="group grid grid-cols-[5rem_auto_minmax(0,1fr)] gap-x-2.5">
      <span className="py-0.5 text-right text-sm text-muted" title={format.dateTime(at)}>
        <Age at={at} isShort />
      </span>
      <span aria-hidden className="flex flex-col items-center">
        <span className="h-1.5 w-px bg-line-strong group-first:bg-transparent" />
        <span className={classNames("size-2.5 shrink-0 rounded-full border-2", SIGN_CLASS[step.sign])} />
        <span className="w-px flex-1 bg-line-strong group-last:bg-transparent" />
      </span>
      <div className="min-w-0 pb-2">
        <span
          {...(clause === undefined ? {} : tip(explanation ?? step.text, { clause }))}
          className="break-words"
        >
          {step.text}
        </span>
        {explanation !== undefined && <p className="text-sm text-muted">{explanation}</p>}
        {detail !== undefined && detail !== "" && (
          <p className="font-mono text-sm break-words text-muted">{detail}</p>
        )}
      </div>
    </li>
  );
}
