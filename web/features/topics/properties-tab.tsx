import { useConnection } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { DupMark } from "../../ui/dup-mark.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import { Section } from "../../ui/section.tsx";
import type { StoredMessage } from "../../worker/messages.ts";
import { hasAnyProperty, PropertyFacts } from "./property-facts.tsx";

/** How the last message came: time, size, flags, and its MQTT 5 properties. */
export function PropertiesTab({ message }: { message: StoredMessage }) {
  const texts = useTexts().topics.properties;
  const format = useFormat();
  const isOf3 = useConnection(({ connection }) => "granted" in connection && connection.granted.version < 5);
  return (
    <div className="flex flex-col">
      <Section title={texts.message}>
        <FactList>
          <Fact name={texts.received}>
            {format.dateTime(message.at)} <Age at={message.at} className="text-muted" />
          </Fact>
          <Fact name={texts.size}>{format.exactBytes(message.payloadBytes)}</Fact>
          <Fact name={texts.qos}>
            <QosPips qos={message.qos} hasWord />
          </Fact>
          <Fact name={texts.flags}>
            {message.retain && <RetainedPin isFlag hasWord />}
            {message.dup && <DupMark />}
            {!message.retain && !message.dup && <span className="text-muted">{texts.noFlags}</span>}
          </Fact>
        </FactList>
      </Section>
      <Section title={texts.mqtt5} className="border-t">
        {hasAnyProperty(message.properties) ? (
          <PropertyFacts message={message} />
        ) : (
          <p className="text-muted">{isOf3 ? texts.noneIn3 : texts.none}</p>
        )}
      </Section>
    </div>
  );
}
