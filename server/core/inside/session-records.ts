import type { InflightRecord, SessionDetail, SessionSummary, SubscriptionRecord } from "../ports/inside.ts";
import { createHistory, isDurable, type Session, type SessionHistory } from "../session/session.ts";
import type { Subscription } from "../session/subscription.ts";
import { willRecordOf } from "./will-records.ts";

const NO_HISTORY: SessionHistory = createHistory();

/** One row of the list of sessions. */
export function summaryOf(session: Session): SessionSummary {
  const { link, window } = session;
  const { drops, disconnects } = session.history ?? NO_HISTORY;
  return {
    clientId: session.clientId,
    userName: session.userName,
    isConnected: link !== undefined,
    connect: session.lastConnect,
    peer: link?.peer,
    isDurable: isDurable(session),
    since: session.since,
    expiresAt: session.expiresAt,
    subscriptions: session.subscriptions.size,
    inflightOut: window.size,
    inflightIn: session.received?.size ?? 0,
    queuedMessages: session.queue.size,
    queuedBytes: session.queuedBytes,
    outboundBytes: link?.outbox.waitingBytes ?? 0,
    dropped: Object.values(drops).reduce((sum, count) => sum + count, 0),
    will: session.will?.state ?? "none",
    lastDisconnect: disconnects[0],
    packetsReceived: link?.packetsReceived ?? 0,
    packetsSent: link?.packetsSent ?? 0,
  };
}

/** A session in full. */
export function detailOf(session: Session): SessionDetail {
  const { drops, disconnects, warnings } = session.history ?? NO_HISTORY;
  return {
    ...summaryOf(session),
    subscriptionList: [...session.subscriptions.values()].map(subscriptionRecordOf),
    inflightOutList: inflightOut(session),
    inflightInList: [...(session.received ?? [])].map(
      (packetId): InflightRecord => ({
        packetId,
        topic: undefined,
        qos: 2,
        awaits: "PUBREL",
        payloadBytes: 0,
      }),
    ),
    topicAliases: {
      inbound: session.link?.aliases?.size ?? 0,
      outbound: session.link?.outboundAliases?.size ?? 0,
    },
    willRecord: session.will === undefined ? undefined : willRecordOf(session, session.will),
    dropsByReason: { ...drops },
    disconnects: [...disconnects],
    warnings: [...warnings.values()].reverse(),
  };
}

/** A subscription as others see it. */
export function subscriptionRecordOf(subscription: Subscription): SubscriptionRecord {
  const { session, filter, shareName, identifier, qos, noLocal, retainAsPublished, retainHandling } =
    subscription;
  return {
    clientId: session.clientId,
    filter,
    shareName,
    subscriptionIdentifier: identifier,
    isDurable: isDurable(session),
    qos,
    noLocal,
    retainAsPublished,
    retainHandling,
  };
}

function inflightOut(session: Session): InflightRecord[] {
  return [...session.window.entries()].map(({ packetId, qos, state, message }) => ({
    packetId,
    topic: message?.message.topic.name,
    qos,
    awaits: state === "released" ? "PUBCOMP" : qos === 1 ? "PUBACK" : "PUBREC",
    payloadBytes: message?.message.payload.length ?? 0,
  }));
}
