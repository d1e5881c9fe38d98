import {
  type Connect,
  NO_PROPERTIES,
  type SubscriptionRequest,
  type Will,
} from "../../../../protocol/packets.ts";
import { connectPacket, willOf } from "../packets.ts";
import { type ConnectChoice, FILTERS, type FilterChoice, TOPICS, type WillChoice } from "./steps.ts";

/** Every topic at the highest QoS. */
export const EVERYTHING: FilterChoice = {
  filter: 3,
  qos: 2,
  noLocal: false,
  retainAsPublished: false,
  retainHandling: 0,
};

/** CONNECT as it was chosen, in what its version can say. */
export function connectOf(clientId: string, choice: ConnectChoice, willText: string): Connect {
  const { version, cleanStart, keepAlive: keepAliveSeconds } = choice;
  const isVersion5 = version === 5;
  const { receiveMaximum, topicAliasMaximum, maximumPacketSize, expiry: sessionExpiryInterval } = choice;
  const asked = {
    ...(topicAliasMaximum > 0 && { topicAliasMaximum }),
    ...(maximumPacketSize !== undefined && { maximumPacketSize }),
  };
  const properties = isVersion5 ? { sessionExpiryInterval, receiveMaximum, ...asked } : NO_PROPERTIES;
  const will = choice.will && willFrom(choice.will, isVersion5, willText);
  return connectPacket({
    clientId,
    version,
    cleanStart,
    keepAliveSeconds,
    properties,
    ...(will && { will }),
  });
}

function willFrom(
  { topic, qos, retain, delay, expiry }: WillChoice,
  isVersion5: boolean,
  payload: string,
): Will {
  const lifetime = expiry === undefined ? {} : { messageExpiryInterval: expiry };
  const properties = isVersion5 ? { willDelayInterval: delay, ...lifetime } : NO_PROPERTIES;
  return willOf({ topic: TOPICS[topic] ?? "t", qos, retain, properties, payload });
}

/** One filter of SUBSCRIBE as it was chosen, in what the version can say. */
export function requestOf(choice: FilterChoice, isVersion5: boolean): SubscriptionRequest {
  const { qos, noLocal, retainAsPublished, retainHandling } = choice;
  const filter = FILTERS[choice.filter] ?? "#";
  if (!isVersion5) return { filter, qos, noLocal: false, retainAsPublished: false, retainHandling: 0 };
  return { filter, qos, noLocal, retainAsPublished, retainHandling };
}

/** Packets as one run of bytes. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
