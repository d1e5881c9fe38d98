import { X } from "lucide-react";
import { useSend } from "../../bridge/hooks.ts";
import { reasonText } from "../../lib/connection-end.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { Section } from "../../ui/section.tsx";
import type { LabClientState, LabSubscription } from "../../worker/messages.ts";
import { SubscribeForm } from "./subscribe-form.tsx";

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
        version={client.options.version}
        isDisabled={!isConnected}
        onSubscribe={(request, identifier) =>
          send({ type: "labSubscribe", key, request, ...(identifier === undefined ? {} : { identifier }) })
        }
      />
    </Section>
  );
}

/** The options that were asked for beyond QoS, in the specification's words. */
function OptionWords({ subscription }: { subscription: LabSubscription }) {
  const texts = useTexts().lab.optionWords;
  const { noLocal, retainAsPublished, retainHandling, identifier } = subscription;
  const words = [
    ...(noLocal ? [texts.noLocal] : []),
    ...(retainAsPublished ? [texts.retainAsPublished] : []),
    ...(retainHandling > 0 ? [texts.retainHandling(retainHandling)] : []),
    ...(identifier === undefined ? [] : [texts.identifier(identifier)]),
  ];
  if (words.length === 0) return null;
  return <span className="truncate text-sm text-muted">{words.join(" · ")}</span>;
}

interface ItemProps {
  readonly subscription: LabSubscription;
  readonly isConnected: boolean;
  readonly onRemove: () => void;
}

function Item({ subscription, isConnected, onRemove }: ItemProps) {
  const texts = useTexts();
  const { filter, qos, state, reasonCode = 0, reasonString } = subscription;
  return (
    <li className="flex min-h-6 min-w-0 items-center gap-2">
      <span className="min-w-0 truncate font-mono text-sm" title={filter}>
        {filter}
      </span>
      <QosPips qos={qos} hasWord />
      <OptionWords subscription={subscription} />
      {state === "waiting" && <span className="text-sm text-muted">{texts.lab.waiting}</span>}
      {state === "refused" && (
        <span role="alert" className="text-sm text-bad">
          {texts.lab.refused(reasonText(reasonCode, texts.problems, reasonString))}
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
