import type { EndedWillRecord } from "../../../core/ports/ended-will.ts";
import type { Recovered, RecoveredSession, StoredMessage, StoredWill } from "../../../core/ports/store.ts";

/** What a store gives back, in an order and in words in which two stores can be compared. */
export function describeContents({ sessions, retained, endedWills, totals }: Recovered) {
  return {
    sessions: [...sessions].map(describeSession).sort(by(({ clientId }) => clientId)),
    retained: [...retained].map(describeMessage).sort(by(({ topic }) => topic)),
    endedWills: [...endedWills].map(describeEndedWill),
    totals,
  };
}

function describeSession(session: RecoveredSession) {
  const { subscriptions, receivedPacketIds, messages, will, ...rest } = session;
  return {
    ...rest,
    subscriptions: [...subscriptions].sort(by(({ filter }) => filter)),
    receivedPacketIds: [...receivedPacketIds].sort((a, b) => a - b),
    messages: messages.map(describeQueued),
    will: will && describeWill(will),
  };
}

/** Of a released message only its packet id counts. */
function describeQueued(queued: RecoveredSession["messages"][number]) {
  const { place, delivery, message } = queued;
  if (delivery?.state === "released") return { place, delivery };
  return { ...queued, message: message && describeMessage(message) };
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
