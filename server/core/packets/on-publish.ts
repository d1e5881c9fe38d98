import type { PublishView } from "../../../protocol/codec/publish.ts";
import { MqttError, protocolError } from "../../../protocol/errors.ts";
import { NO_PROPERTIES, PacketType, type Puback, type Pubrec } from "../../../protocol/packets.ts";
import { FIRST_ERROR_CODE, ReasonCode } from "../../../protocol/reason-codes.ts";
import { type ClientLink, type Context, tell } from "../context.ts";
import { Publication } from "../routing/publication.ts";
import type { Topic } from "../routing/topic.ts";
import { isStored, type Session } from "../session/session.ts";
import { checkAnnounced, checkReceiveMaximum, refusalOf } from "./publish-checks.ts";
import { withReason } from "./with-reason.ts";

/** PUBLISH from a client (MQTT 5.0 §3.3.4). */
export function onPublish(context: Context, link: ClientLink, session: Session, view: PublishView): void {
  // decide
  const topic = topicOf(context, link, view);
  checkAnnounced(context, view);
  const isRepeat = view.qos === 2 && session.received?.has(view.packetId) === true;
  if (isRepeat) link.quota.take(view.packetId);
  else if (view.qos > 0 && link.version === 5) checkReceiveMaximum(context, link, session);
  const refusal = isRepeat ? undefined : refusalOf(context, link, session, topic, view);
  // commit: a repeat is acknowledged again but not routed again [5 MQTT-4.3.3-10] [3 MQTT-4.3.3-2]
  let reasonCode: ReasonCode = refusal?.reasonCode ?? ReasonCode.Success;
  if (!isRepeat && refusal === undefined) {
    if (view.qos === 2) receive(context, session, view.packetId);
    reasonCode =
      publish(context, link, session, topic, view) === 0
        ? ReasonCode.NoMatchingSubscribers
        : ReasonCode.Success;
  }
  if (refusal !== undefined) {
    tell(context, { type: "publishRefused", clientId: session.clientId, topic: topic.name, ...refusal });
  }
  if (view.qos > 0) answer(context, link, session, view, reasonCode, refusal?.reason);
}

/** QoS 1 and 2 each in the order in which they came [5 MQTT-4.6.0-2] [5 MQTT-4.6.0-3] [3 MQTT-4.6.0-2] [3 MQTT-4.6.0-3]; a refused id is free again [5 MQTT-4.3.3-9]. */
function answer(
  context: Context,
  link: ClientLink,
  session: Session,
  { qos, retain, packetId }: PublishView,
  reasonCode: ReasonCode,
  reason: string | undefined,
): void {
  const type = qos === 1 ? PacketType.Puback : PacketType.Pubrec;
  const isFinished = qos === 1 || reasonCode >= FIRST_ERROR_CODE;
  if (reason !== undefined && link.version === 5) {
    const refusal = { type, packetId, reasonCode, properties: NO_PROPERTIES } as Puback | Pubrec;
    link.send(withReason(link, refusal, reason));
  } else {
    // 3.x has no way to refuse but to acknowledge or to close [3 MQTT-3.3.5-2]
    if (qos === 2 && reason !== undefined) receive(context, session, packetId);
    if (retain) link.outbox.gate(); // it may clear what somebody else has cleared, and that is not safe yet
    link.acknowledge(type, packetId, reasonCode); // [5 MQTT-4.3.3-8] [5 MQTT-3.3.4-1] [3 MQTT-3.3.4-1] [5 MQTT-4.3.2-4] [5 MQTT-4.3.2-5] [3 MQTT-4.3.2-2]
  }
  if (isFinished) link.quota.answered();
}

/** The topic by name or by alias; a name with an alias sets it (§3.3.2.3.4). */
function topicOf(context: Context, link: ClientLink, view: PublishView): Topic {
  const { topicAlias } = view;
  if (topicAlias === 0) return context.topics.find(view.buffer, view.topicStart, view.topicEnd);
  if (topicAlias > context.limits.topicAliasMaximum) {
    throw new MqttError(
      ReasonCode.TopicAliasInvalid,
      `topic alias ${topicAlias}, allowed are ${context.limits.topicAliasMaximum} (topic-alias-maximum)`,
      { clause: "5 MQTT-3.3.2-9" },
    );
  }
  if (view.topicEnd > view.topicStart) {
    const topic = context.topics.find(view.buffer, view.topicStart, view.topicEnd);
    link.aliases ??= new Map();
    link.aliases.set(topicAlias, topic); // [5 MQTT-3.3.2-12]
    return topic;
  }
  const topic = link.aliases?.get(topicAlias);
  if (topic === undefined) throw protocolError(`topic alias ${topicAlias} was never set`, "5 §3.3.2.3.4");
  return topic;
}

function receive(context: Context, session: Session, packetId: number): void {
  session.received ??= new Set();
  session.received.add(packetId);
  if (!isStored(session, context.store)) return;
  context.store.append({ type: "packetIdReceived", clientId: session.clientId, packetId });
}

function publish(
  context: Context,
  link: ClientLink,
  session: Session,
  topic: Topic,
  view: PublishView,
): number {
  const { counters, observer, publisher } = context;
  const payloadBytes = view.end - view.payloadStart;
  counters.publishReceived++;
  counters.publishBytesReceived += payloadBytes;
  const now = link.heardAt;
  if (observer.wantsMessages) {
    observer.onEvent({
      type: "messageReceived",
      at: now,
      clientId: session.clientId,
      topic: topic.name,
      qos: view.qos,
      retain: view.retain,
      payloadBytes,
    });
  }
  return publisher.publish(Publication.received(topic, view, session, now, publisher.keeper));
}
