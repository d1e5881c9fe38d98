import type { QoS } from "../../../protocol/packets.ts";
import { matches } from "../../../protocol/topics/match.ts";
import { parseSharedFilter } from "../../../protocol/topics/shared.ts";
import type {
  Recovered,
  RecoveredSession,
  StoredMessage,
  StoredSubscription,
  StoreEvent,
} from "../../core/ports/store.ts";
import type { FreeNumbers, Translation } from "./translation.ts";

/**
 * Publishes what clients have sent at QoS 2 and not released. mosquitto publishes at PUBREL, Vitrina at PUBLISH, and answers
 * the PUBREL of a packet id that it knows without publishing. So such a message must be published now: left alone, it would
 * be published never, though the client holds a PUBREC for it; with its packet id forgotten, a client that repeats the
 * PUBLISH would be right again, but one that goes on with PUBREL would lose its message. All that waits stands before it, as
 * it would if the PUBREL had come to mosquitto.
 */
export async function publishUnreleased(
  translation: Translation,
  recovered: FreeNumbers & Pick<Recovered, "sessions">,
): Promise<StoreEvent[]> {
  translation.numberFrom(recovered);
  const events: StoreEvent[] = [];
  const sharedOut = new Map<StoredMessage, Set<string>>();
  for (const { body } of translation.unreleased()) {
    if (translation.hasExpired(body)) {
      translation.tally.expiredMessages++;
      continue;
    }
    const message = translation.messageOf(body);
    translation.tally.published++;
    sharedOut.set(message, new Set());
    if (message.retain) events.push(...translation.retain(message));
  }
  for await (const part of recovered.sessions)
    for (const session of part)
      for (const event of queuedFor(session, sharedOut, translation)) events.push(event);
  return events;
}

function* queuedFor(
  session: RecoveredSession,
  messages: ReadonlyMap<StoredMessage, Set<string>>,
  translation: Translation,
): Generator<StoreEvent> {
  const { clientId } = session;
  for (const [message, sharedOut] of messages) {
    for (const delivery of deliveriesTo(session, message, sharedOut)) {
      if (delivery.qos === 0) continue;
      yield { type: "messageQueued", clientId, place: translation.place(), message, ...delivery };
    }
  }
}

type Delivery = Omit<
  Extract<StoreEvent, { type: "messageQueued" }>,
  "type" | "clientId" | "place" | "message"
>;

/** By ordinary subscriptions one copy together (MQTT 5.0 §3.3.4), and one by each shared one that nobody was chosen for yet. */
function* deliveriesTo(
  { clientId, subscriptions }: RecoveredSession,
  message: StoredMessage,
  sharedOut: Set<string>,
): Generator<Delivery> {
  const ordinary: StoredSubscription[] = [];
  for (const subscription of subscriptions) {
    const { filter, noLocal } = subscription;
    const shared = parseSharedFilter(filter);
    if (!matches(shared?.filter ?? filter, message.topic)) continue;
    if (shared === undefined) {
      if (!noLocal || clientId !== message.publisher.clientId) ordinary.push(subscription);
    } else if (!sharedOut.has(filter)) {
      sharedOut.add(filter);
      yield deliveryBy([subscription], message, filter);
    }
  }
  if (ordinary.length > 0) yield deliveryBy(ordinary, message, undefined);
}

function deliveryBy(
  subscriptions: readonly StoredSubscription[],
  message: StoredMessage,
  sharedFilter: string | undefined,
): Delivery {
  return {
    qos: Math.min(message.qos, Math.max(...subscriptions.map(({ qos }) => qos))) as QoS,
    retain: message.retain && subscriptions.some(({ retainAsPublished }) => retainAsPublished),
    subscriptionIdentifiers: subscriptions.flatMap(
      ({ subscriptionIdentifier }) => subscriptionIdentifier ?? [],
    ),
    sharedFilter,
  };
}
