import { Link } from "wouter";
import type { Properties } from "../../../protocol/packets.ts";
import { hexText } from "../../lib/hex.ts";
import { topicAddress } from "../../lib/links.ts";
import { textOf } from "../../lib/payload.ts";
import { openPublish } from "../../lib/publish-draft.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { ExpiryLeft } from "../../ui/expiry-left.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import type { StoredMessage } from "../../worker/messages.ts";

/** Whether a message came with properties (MQTT 5.0 §3.3.2.3). */
export function hasAnyProperty(properties: Properties): boolean {
  return Object.values(properties).some((value) => value !== undefined);
}

/** The MQTT 5 properties of a message, each with its clause. */
export function PropertyFacts({ message }: { message: StoredMessage }) {
  const texts = useTexts().topics.properties;
  const { contentType, responseTopic, userProperties = [] } = message.properties;
  return (
    <>
      <FactList>
        {contentType !== undefined && (
          <Fact name={texts.contentType} clause="3.3.2.3.9" explanation={texts.contentType}>
            <CopyableValue value={contentType} what={texts.contentType} />
          </Fact>
        )}
        <PayloadFormatFact message={message} />
        <ExpiryFact message={message} />
        {responseTopic !== undefined && <ResponseFact message={message} topic={responseTopic} />}
        <CorrelationFact message={message} />
      </FactList>
      {userProperties.length > 0 && <UserProperties pairs={userProperties} />}
    </>
  );
}

function PayloadFormatFact({ message }: { message: StoredMessage }) {
  const texts = useTexts().topics.properties;
  const { payload, payloadBytes, properties } = message;
  const { payloadFormatIndicator } = properties;
  if (payloadFormatIndicator === undefined) return null;
  const isWhole = payload.length === payloadBytes;
  const isLie = payloadFormatIndicator === 1 && isWhole && textOf(payload) === undefined;
  return (
    <Fact name={texts.payloadFormat} clause="3.3.2.3.2" explanation={texts.payloadFormat}>
      {texts.payloadFormats[payloadFormatIndicator]}
      {isLie && <span className="text-warn">{texts.payloadFormatLie}</span>}
    </Fact>
  );
}

function ExpiryFact({ message }: { message: StoredMessage }) {
  const texts = useTexts().topics.properties;
  const { messageExpiryInterval } = message.properties;
  if (messageExpiryInterval === undefined) return null;
  return (
    <Fact name={texts.expiry} clause="3.3.2.3.3" explanation={texts.expiry}>
      <ExpiryLeft at={message.at} seconds={messageExpiryInterval} />
    </Fact>
  );
}

function ResponseFact({ message, topic }: { message: StoredMessage; topic: string }) {
  const texts = useTexts().topics.properties;
  const { correlationData } = message.properties;
  const answer = () =>
    openPublish({ topic, properties: correlationData === undefined ? {} : { correlationData } });
  return (
    <Fact name={texts.responseTopic} clause="3.3.2.3.5" explanation={texts.responseTopic}>
      <CopyableValue value={topic} what={texts.responseTopic}>
        <Link href={topicAddress(topic, location.search)}>{topic}</Link>
      </CopyableValue>
      <Button kind="quiet" onClick={answer}>
        {texts.answer}
      </Button>
    </Fact>
  );
}

function CorrelationFact({ message }: { message: StoredMessage }) {
  const texts = useTexts().topics.properties;
  const { correlationData } = message.properties;
  if (correlationData === undefined) return null;
  const text = textOf(correlationData);
  return (
    <Fact name={texts.correlationData} clause="3.3.2.3.6" explanation={texts.correlationData}>
      <CopyableValue value={text ?? hexText(correlationData)} what={texts.correlationData} />
    </Fact>
  );
}

function UserProperties({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  const texts = useTexts().topics.properties;
  return (
    <table className="mt-1 w-full text-left">
      <caption className="label-caps py-1 text-left">{texts.user}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{texts.userName}</th>
          <th scope="col">{texts.userValue}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, their order counts
          <tr key={index} className="border-t align-baseline">
            <td className="py-0.5 pr-4 font-mono text-sm whitespace-pre-wrap text-muted">{name}</td>
            <td className="w-full py-0.5">
              <CopyableValue value={value} what={name} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
