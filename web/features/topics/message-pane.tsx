import { Send, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useAsk } from "../../bridge/hooks.ts";
import { topicAddress } from "../../lib/links.ts";
import { openPublish } from "../../lib/publish-draft.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { DupMark } from "../../ui/dup-mark.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import type { StoredMessage } from "../../worker/messages.ts";
import { PayloadView } from "./payload-view.tsx";
import { hasAnyProperty, PropertyFacts } from "./property-facts.tsx";
import type { ValueFormChoice } from "./topic-params.ts";

export interface MessagePaneProps {
  readonly topicId: number;
  readonly index: number;
  readonly choice: ValueFormChoice;
  readonly onChoice: (choice: ValueFormChoice) => void;
  readonly onClose: () => void;
  /** Its topic is not known from what stands around it. */
  readonly hasTopic?: boolean;
}

/** One message of a history in full. */
export function MessagePane(props: MessagePaneProps) {
  const { topicId, index, choice, onChoice, onClose, hasTopic = false } = props;
  const texts = useTexts().topics;
  const format = useFormat();
  const message = useMessage(topicId, index);
  return (
    <section
      aria-label={texts.history.message(format.exact(index))}
      className="flex h-full min-h-0 flex-col border-t"
    >
      <div className="flex h-8 shrink-0 items-center gap-2 bg-panel px-2 text-sm">
        <span className="font-medium">{texts.history.message(format.exact(index))}</span>
        {message && <MessageLine message={message} />}
        <span className="flex-1" />
        {message && <PublishAgain message={message} />}
        <IconButton label={texts.history.close} keys="Escape" icon={<X />} onClick={onClose} />
      </div>
      {message && hasTopic && <MessageTopic topic={message.topic} />}
      {message === null && (
        <p className="p-3">
          {texts.noLongerHeld}. <span className="text-muted">{texts.noLongerHeldWhat}</span>
        </p>
      )}
      {message && (
        <>
          {hasAnyProperty(message.properties) && (
            <div className="max-h-40 shrink-0 overflow-auto border-b px-3 py-1">
              <PropertyFacts message={message} />
            </div>
          )}
          <PayloadView message={message} choice={choice} onChoice={onChoice} />
        </>
      )}
    </section>
  );
}

/** Undefined: being read; null: no longer held. The one before stays until the next is here. */
function useMessage(topicId: number, index: number): StoredMessage | null | undefined {
  const ask = useAsk();
  const [message, setMessage] = useState<StoredMessage | null>();
  useEffect(() => {
    let isWanted = true;
    ask("readMessage", { topicId, index }).then((found) => {
      if (isWanted) setMessage(found ?? null);
    });
    return () => {
      isWanted = false;
    };
  }, [ask, topicId, index]);
  return message;
}

function MessageLine({ message }: { message: StoredMessage }) {
  const format = useFormat();
  return (
    <span className="flex min-w-0 items-center gap-2 truncate text-muted">
      <span className="truncate">{format.dateTime(message.at)}</span>
      <Age at={message.at} className="hidden md:inline" />
      <QosPips qos={message.qos} hasWord />
      {message.retain && <RetainedPin isFlag />}
      {message.dup && <DupMark />}
    </span>
  );
}

function MessageTopic({ topic }: { topic: string }) {
  const texts = useTexts().topics;
  return (
    <div className="flex shrink-0 items-center border-b px-2 py-0.5">
      <CopyableValue value={topic} what={texts.columns.topic}>
        <Link href={topicAddress(topic, location.search)}>{topic}</Link>
      </CopyableValue>
    </div>
  );
}

function PublishAgain({ message }: { message: StoredMessage }) {
  const texts = useTexts().topics.history;
  const { topic, payload, qos, retain, properties } = message;
  return (
    <IconButton
      label={texts.publishAgain}
      icon={<Send className="size-3.5!" />}
      onClick={() => openPublish({ topic, payload, qos, retain, properties })}
    />
  );
}
