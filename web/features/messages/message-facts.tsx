import type { ReactNode } from "react";
import type { Properties } from "../../../protocol/packets.ts";
import { PROPERTY_DEFINITIONS, type PropertyDefinition } from "../../../protocol/property-definitions.ts";
import { isClause } from "../../lib/clauses.ts";
import { hexText } from "../../lib/hex.ts";
import { textOf } from "../../lib/payload.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { DupMark } from "../../ui/dup-mark.tsx";
import { ExpiryLeft } from "../../ui/expiry-left.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import type { LiveSubscription, StoredMessage } from "../../worker/messages.ts";
import { SubscriptionMark } from "./subscription-mark.tsx";

export interface MessageFactsProps {
  readonly message: StoredMessage;
  readonly broughtBy: readonly LiveSubscription[];
}

/** Everything about a message but its payload. */
export function MessageFacts({ message, broughtBy }: MessageFactsProps) {
  const texts = useTexts().messages;
  const format = useFormat();
  const { topic, at, payloadBytes, qos, retain, dup, properties } = message;
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      className="focus-inset min-h-0 overflow-y-auto px-3 py-1"
    >
      <FactList>
        <Fact name={texts.facts.topic}>
          <CopyableValue value={topic} what={texts.topic} />
        </Fact>
        <Fact name={texts.facts.came}>
          <span>{format.time(at)}</span>
          <Age at={at} className="text-muted" />
        </Fact>
        <Fact name={texts.facts.size}>{format.exactBytes(payloadBytes)}</Fact>
        <Fact name={texts.facts.flags}>
          <QosPips qos={qos} hasWord />
          {retain && <RetainedPin isFlag hasWord />}
          {dup && <DupMark />}
        </Fact>
        <Fact name={texts.facts.by}>
          {broughtBy.map(({ key, colour, filter }) => (
            <span key={key} className="inline-flex min-w-0 items-center gap-1">
              <SubscriptionMark number={key} colour={colour} />
              <span className="truncate font-mono text-sm">{filter}</span>
            </span>
          ))}
        </Fact>
      </FactList>
      <h2 className="label-caps mt-2">{texts.properties}</h2>
      <MessageProperties at={at} properties={properties} />
    </div>
  );
}

function MessageProperties({ at, properties }: { at: number; properties: Properties }) {
  const texts = useTexts().messages;
  const present = PROPERTY_DEFINITIONS.filter(({ name }) => properties[name] !== undefined);
  if (present.length === 0) return <p className="text-faint">{texts.noProperties}</p>;
  return (
    <FactList>
      {present.flatMap((definition) => {
        const section = definition.clause.replace(/^5 §/, "");
        return valuesOf(definition, properties, at, texts).map(({ id, name, value }) => (
          <Fact
            key={`${definition.name} ${id}`}
            name={name}
            explanation={definition.label}
            {...(isClause(section) ? { clause: section } : {})}
          >
            {value}
          </Fact>
        ));
      })}
    </FactList>
  );
}

interface ShownValue {
  readonly id: string;
  readonly name: string;
  readonly value: ReactNode;
}

function valuesOf(
  { name, label }: PropertyDefinition,
  properties: Properties,
  at: number,
  texts: Catalogue["messages"],
): readonly ShownValue[] {
  if (name === "userProperties") {
    return (properties.userProperties ?? []).map(([key, value], index) => ({
      id: `${index}`,
      name: key,
      value: <CopyableValue value={value} what={key} />,
    }));
  }
  const value = properties[name];
  const one = (shown: ReactNode) => [{ id: "", name: label, value: shown }];
  if (value instanceof Uint8Array) {
    return one(<CopyableValue value={textOf(value) ?? hexText(value)} what={label} />);
  }
  if (name === "payloadFormatIndicator") return one(texts.payloadFormat[Number(value)] ?? String(value));
  if (name === "messageExpiryInterval") return one(<ExpiryLeft at={at} seconds={Number(value)} />);
  if (Array.isArray(value)) return one(value.join(", "));
  return one(<CopyableValue value={String(value)} what={label} />);
}
