import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { reasonText } from "../../lib/connection-end.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { tip } from "../../ui/tip.ts";
import type { LiveSubscription, LiveSubscriptionState } from "../../worker/messages.ts";

interface NotesProps {
  readonly subscription: LiveSubscription;
  readonly state: LiveSubscriptionState | undefined;
}

/** Below the filter: its options, how the broker answered, and why not. */
export function SubscriptionNotes({ subscription, state }: NotesProps) {
  const texts = useTexts();
  const isFive = useConnection(
    ({ connection }) => !("granted" in connection) || connection.granted.version === 5,
  );
  const { messages } = texts;
  const problem = state?.problem;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 pl-5.5 text-sm text-muted coarse:pl-7">
        <QosPips qos={subscription.qos} hasWord />
        {isFive && <OptionWords subscription={subscription} />}
        <StateWord subscription={subscription} state={state} />
        {state?.isMerged && <Badge explanation={messages.mergedTip}>{messages.merged}</Badge>}
      </div>
      {state?.state === "refused" && (
        <Problem>
          {messages.refused(reasonText(state.reasonCode ?? 0, texts.problems, state.reasonString))}
        </Problem>
      )}
      {problem?.code === "too-many" && <Problem>{messages.tooMany(problem.detail)}</Problem>}
      {problem?.code === "invalid-filter" && <Problem>{messages.invalid(problem.detail)}</Problem>}
    </>
  );
}

function OptionWords({ subscription }: { subscription: LiveSubscription }) {
  const texts = useTexts().messages;
  const { noLocal, retainAsPublished, retainHandling } = subscription;
  return (
    <>
      {noLocal && <span {...tip(texts.noLocalHelp, { clause: "3.8.3.1" })}>{texts.noLocal}</span>}
      {retainAsPublished && (
        <span {...tip(texts.retainAsPublishedHelp, { clause: "3.8.3.1" })}>{texts.retainAsPublished}</span>
      )}
      {retainHandling !== 0 && (
        <span {...tip(texts.retainHandlings[retainHandling] ?? "", { clause: "3.8.3.1" })}>
          {texts.retainHandlingShort[retainHandling]}
        </span>
      )}
    </>
  );
}

function StateWord({ subscription, state }: NotesProps) {
  const texts = useTexts().messages;
  if (!subscription.isEnabled) return <span>{texts.states.off}</span>;
  if (state?.state === "granted" && state.grantedQoS !== undefined && state.grantedQoS < subscription.qos) {
    return (
      <span {...tip(texts.grantedLessTip, { clause: "3.9.3" })} className="text-warn">
        {texts.grantedLess(String(state.grantedQoS), String(subscription.qos))}
      </span>
    );
  }
  if (state?.state === "refused" || state?.problem) return null;
  return state?.state === "granted" ? null : <span>{texts.states.waiting}</span>;
}

function Problem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="flex items-start gap-1.5 pl-5.5 text-sm text-bad">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
