import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { EndedWillRecord } from "../../../core/ports/ended-will.ts";
import type {
  RecoveredDelivery,
  RecoveredSession,
  Store,
  StoredMessage,
  StoredWill,
  WaitingMessage,
} from "../../../core/ports/store.ts";
import type { ReadRecovered } from "../../../core/test-support/in-parts.ts";

/** What a store gives back, in an order and in words in which two stores can be compared. */
export function describeContents(
  { sessions, retained, endedWills, totals }: ReadRecovered,
  store: Pick<Store, "waiting">,
) {
  return {
    sessions: [...sessions]
      .map((session) => describeSession(session, store))
      .sort(by(({ clientId }) => clientId)),
    retained: [...retained].map(describeMessage).sort(by(({ topic }) => topic)),
    endedWills: [...endedWills].map(describeEndedWill),
    totals,
  };
}

function describeSession(session: RecoveredSession, store: Pick<Store, "waiting">) {
  const { subscriptions, receivedPacketIds, deliveries, waiting, will, ...rest } = session;
  return {
    ...rest,
    subscriptions: [...subscriptions].sort(by(({ filter }) => filter)),
    receivedPacketIds: [...receivedPacketIds].sort((a, b) => a - b),
    deliveries: deliveries.map(describeDelivery),
    waiting,
    queue: describeQueue(session, store),
    will: will && describeWill(will),
  };
}

/** Of a released message only its packet id counts. */
function describeDelivery(delivery: RecoveredDelivery) {
  const { place, packetId, state, message } = delivery;
  if (state === "released") return { place, packetId, state };
  return { ...delivery, message: message && describeMessage(message) };
}

/** How many pages a queue is read in: of one message each where it is short. */
const PAGES = 20;

/** Read in small pages, and in one. */
function describeQueue({ clientId, waiting }: RecoveredSession, store: Pick<Store, "waiting">) {
  const { messages, afterPlace } = waiting;
  const read: WaitingMessage[] = [];
  const size = Math.ceil(messages / PAGES);
  for (let place = afterPlace; read.length < messages; place = read.at(-1)?.place ?? place) {
    const page = store.waiting(clientId, place, size);
    if (page.length === 0) break;
    read.push(...page);
  }
  // expect compares bytes one by one, which takes seconds
  expect(isDeepStrictEqual(store.waiting(clientId, afterPlace, messages + 1), read)).toBe(true);
  return read.map(({ place, message, qos, retain, subscriptionIdentifiers, sharedFilter }) => {
    const described = describeMessage(message);
    return { place, message: described, qos, retain, subscriptionIdentifiers, sharedFilter };
  });
}

function describeMessage(message: StoredMessage) {
  return { ...message, payload: textOf(message.payload), properties: textOf(message.properties) };
}

function describeWill({ message, ...rest }: StoredWill) {
  const content = {
    ...message,
    payload: textOf(message.payload),
    properties: textOf(message.properties),
  };
  return { cause: undefined, ...rest, message: content };
}

function describeEndedWill(will: EndedWillRecord) {
  return { ...will, payload: textOf(will.payload) };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function by<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
}
