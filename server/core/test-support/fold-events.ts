import { utf8ByteLength } from "../../../protocol/bytes/utf8.ts";
import type { QoS } from "../../../protocol/packets.ts";
import { type EndedWillRecord, KEPT_ENDED_WILLS } from "../ports/ended-will.ts";
import type {
  DeliveryState,
  Recovered,
  RecoveredSession,
  StoredMessage,
  StoredSubscription,
  StoredTotals,
  StoredWill,
  StoreEvent,
  WaitingMessage,
} from "../ports/store.ts";

interface KeptMessage {
  readonly place: number;
  readonly message: StoredMessage;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly subscriptionIdentifiers: readonly number[];
  readonly sharedFilter: string | undefined;
  delivery: { packetId: number; state: DeliveryState } | undefined;
}

interface KeptSession {
  readonly clientId: string;
  userName: string | undefined;
  expirySeconds: number;
  leftAt: number | undefined;
  readonly subscriptions: Map<string, StoredSubscription>;
  readonly received: Set<number>;
  messages: KeptMessage[];
  will: StoredWill | undefined;
}

type SessionEvent = Extract<StoreEvent, { clientId: string }>;

/** What a store gives back, read, and what it has of each queue. */
export interface Folded extends Omit<Recovered, "sessions" | "retained"> {
  readonly sessions: readonly RecoveredSession[];
  readonly retained: readonly StoredMessage[];
  waiting(clientId: string): readonly WaitingMessage[];
}

/** What a store that has seen these events gives back after a start. Throws where they make no sense. */
export function foldEvents(events: readonly StoreEvent[]): Folded {
  const sessions = new Map<string, KeptSession>();
  const retained = new Map<string, StoredMessage>();
  const endedWills: EndedWillRecord[] = [];
  let totals: StoredTotals | undefined;
  let highest = 0;
  let nextPlace = 1;
  for (const event of events) {
    if ("message" in event) highest = Math.max(highest, event.message.number);
    if (event.type === "messageQueued") nextPlace = event.place + 1;
    if (event.type === "retainedSet") retained.set(event.message.topic, event.message);
    else if (event.type === "retainedCleared") retained.delete(event.topic);
    else if (event.type === "willLogged") endedWills.push(event.will);
    else if (event.type === "totalsCounted") totals = event.totals;
    else foldSession(sessions, event);
  }
  return {
    sessions: [...sessions.values()].map(recovered),
    waiting: (clientId) => (sessions.get(clientId)?.messages ?? []).filter(({ delivery }) => !delivery),
    retained: [...retained.values()],
    endedWills: endedWills.slice(-KEPT_ENDED_WILLS),
    totals,
    nextMessageNumber: highest + 1,
    nextPlace,
  };
}

function recovered({ subscriptions, received, messages, ...session }: KeptSession): RecoveredSession {
  const deliveries = messages.flatMap(({ delivery, ...message }) =>
    delivery === undefined ? [] : [{ ...message, ...delivery }],
  );
  const waiting = messages.filter(({ delivery }) => delivery === undefined);
  const expiries = waiting.flatMap(({ message: { expiresAt } }) => expiresAt ?? []);
  return {
    ...session,
    subscriptions: [...subscriptions.values()],
    receivedPacketIds: [...received],
    deliveries,
    waiting: {
      messages: waiting.length,
      bytes: waiting.reduce((sum, { message }) => sum + bytesOf(message), 0),
      expiresAt: expiries.length === 0 ? undefined : Math.min(...expiries),
      isShared: waiting.some(({ sharedFilter }) => sharedFilter !== undefined),
      afterPlace: Math.max(0, ...deliveries.map(({ place }) => place)),
    },
  };
}

function bytesOf({ topic, properties, payload }: StoredMessage): number {
  return utf8ByteLength(topic) + properties.length + payload.length;
}

function foldSession(sessions: Map<string, KeptSession>, event: SessionEvent): void {
  if (event.type === "sessionStarted") {
    start(sessions, event);
    return;
  }
  if (event.type === "sessionEnded") {
    if (!sessions.delete(event.clientId)) throw new Error(`no session of ${event.clientId} to end`);
    return;
  }
  const session = sessions.get(event.clientId);
  if (session === undefined) throw new Error(`${event.type} for ${event.clientId}, which has no session`);
  change(session, event);
}

function start(
  sessions: Map<string, KeptSession>,
  { clientId, userName, expirySeconds }: Extract<StoreEvent, { type: "sessionStarted" }>,
): void {
  const before = sessions.get(clientId);
  if (before !== undefined) {
    Object.assign(before, { userName, expirySeconds, leftAt: undefined });
    return;
  }
  sessions.set(clientId, {
    clientId,
    userName,
    expirySeconds,
    leftAt: undefined,
    subscriptions: new Map(),
    received: new Set(),
    messages: [],
    will: undefined,
  });
}

function change(
  session: KeptSession,
  event: Exclude<SessionEvent, { type: "sessionStarted" | "sessionEnded" }>,
): void {
  switch (event.type) {
    case "sessionExpiryChanged":
      session.expirySeconds = event.expirySeconds;
      break;
    case "sessionLeft":
      session.leftAt = event.at;
      break;
    case "subscribed":
      session.subscriptions.set(event.subscription.filter, event.subscription);
      break;
    case "unsubscribed":
      session.subscriptions.delete(event.filter);
      break;
    case "packetIdReceived":
      session.received.add(event.packetId);
      break;
    case "packetIdReleased":
      session.received.delete(event.packetId);
      break;
    case "willArmed":
      session.will = event.will;
      break;
    case "willEnded":
      session.will = undefined;
      break;
    default:
      changeMessages(session, event);
  }
}

function changeMessages(
  session: KeptSession,
  event: Extract<
    StoreEvent,
    { type: "messageQueued" | "messageDropped" | "deliveryStarted" | "deliveryReleased" | "deliveryEnded" }
  >,
): void {
  const { messages } = session;
  switch (event.type) {
    case "messageQueued": {
      const { place, message, qos, retain, subscriptionIdentifiers, sharedFilter } = event;
      messages.push({
        place,
        message,
        qos,
        retain,
        subscriptionIdentifiers,
        sharedFilter,
        delivery: undefined,
      });
      break;
    }
    case "messageDropped": {
      const dropped = waiting(messages, event);
      session.messages = messages.filter((kept) => kept !== dropped);
      break;
    }
    case "deliveryStarted":
      waiting(messages, event).delivery = { packetId: event.packetId, state: "published" };
      break;
    case "deliveryReleased":
      started(messages, event.packetId).state = "released";
      break;
    case "deliveryEnded": {
      const ended = started(messages, event.packetId);
      session.messages = messages.filter(({ delivery }) => delivery !== ended);
    }
  }
}

/** The one at this place, which only waits. */
function waiting(
  messages: readonly KeptMessage[],
  { place, messageNumber }: { readonly place: number; readonly messageNumber: number },
): KeptMessage {
  const found = messages.find((kept) => kept.place === place);
  if (found?.message.number !== messageNumber || found.delivery !== undefined)
    throw new Error(`no message ${messageNumber} waits at ${place}`);
  return found;
}

function started(
  messages: readonly KeptMessage[],
  packetId: number,
): { packetId: number; state: DeliveryState } {
  const found = messages.find(({ delivery }) => delivery?.packetId === packetId)?.delivery;
  if (found === undefined) throw new Error(`no delivery has the packet id ${packetId}`);
  return found;
}
