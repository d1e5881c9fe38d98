import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { QoS } from "../../../protocol/packets.ts";
import { topicFilterError } from "../../../protocol/topics/validate.ts";
import { useSend } from "../../bridge/hooks.ts";
import { reasonText } from "../../lib/connection-end.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { Section } from "../../ui/section.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { LabClientState, LabSubscription } from "../../worker/messages.ts";
import { QosChoice } from "./qos-choice.tsx";

/** What the client is subscribed to, and more. */
export function SubscriptionsPart({ client }: { client: LabClientState }) {
  const texts = useTexts().lab;
  const send = useSend();
  const { key, subscriptions, lab } = client;
  const isConnected = lab.phase === "connected";
  return (
    <Section title={texts.subscriptions}>
      {subscriptions.length === 0 && <p className="text-faint">{texts.noSubscriptions}</p>}
      <ul>
        {subscriptions.map((subscription) => (
          <Item
            key={subscription.filter}
            subscription={subscription}
            isConnected={isConnected}
            onRemove={() => send({ type: "labUnsubscribe", key, filter: subscription.filter })}
          />
        ))}
      </ul>
      <SubscribeForm
        isDisabled={!isConnected}
        onSubscribe={(filter, qos) => send({ type: "labSubscribe", key, filter, qos })}
      />
    </Section>
  );
}

interface ItemProps {
  readonly subscription: LabSubscription;
  readonly isConnected: boolean;
  readonly onRemove: () => void;
}

function Item({ subscription, isConnected, onRemove }: ItemProps) {
  const texts = useTexts();
  const { filter, qos, state, reasonCode = 0 } = subscription;
  return (
    <li className="flex min-h-6 min-w-0 items-center gap-2">
      <span className="min-w-0 truncate font-mono text-sm" title={filter}>
        {filter}
      </span>
      <QosPips qos={qos} hasWord />
      {state === "waiting" && <span className="text-sm text-muted">{texts.lab.waiting}</span>}
      {state === "refused" && (
        <span role="alert" className="text-sm text-bad">
          {texts.lab.refused(reasonText(reasonCode, texts.problems))}
        </span>
      )}
      {isConnected && (
        <IconButton
          label={texts.lab.unsubscribe(filter)}
          icon={<X className="size-3.5!" />}
          className="ml-auto"
          onClick={onRemove}
        />
      )}
    </li>
  );
}

interface SubscribeFormProps {
  readonly isDisabled: boolean;
  readonly onSubscribe: (filter: string, qos: QoS) => void;
}

function SubscribeForm({ isDisabled, onSubscribe }: SubscribeFormProps) {
  const texts = useTexts().lab;
  const [filter, setFilter] = useState("");
  const [qos, setQos] = useState<QoS>(1);
  const isWrong = topicFilterError(filter) !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    onSubscribe(filter, qos);
    setFilter("");
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-2">
      <TextField
        label={texts.filter}
        isLabelHidden
        isMonospace
        placeholder="lab/#"
        value={filter}
        onChange={setFilter}
        disabled={isDisabled}
        problem={isWrong && filter !== "" ? texts.filterWrong : undefined}
        className="min-w-32 flex-1"
      />
      <QosChoice label={texts.qos} qos={qos} onChange={setQos} />
      <Button type="submit" disabled={isDisabled || isWrong}>
        {texts.subscribe}
      </Button>
    </form>
  );
}
