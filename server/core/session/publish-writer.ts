import { copyInto } from "../../../protocol/bytes/copy.ts";
import { type PublishHead, publishLength, writePublishHead } from "../../../protocol/codec/publish-head.ts";
import type { MutableCounters } from "../counters.ts";
import type { Drops } from "../drops.ts";
import type { Topic } from "../routing/topic.ts";
import type { Link, Session } from "./session.ts";

/** A payload from here on is sent by reference; a smaller one is copied beside its head, which saves a slice. */
const PAYLOAD_BY_REFERENCE_BYTES = 2 * 1024;
const NO_NAME = new Uint8Array(0);

/**
 * Writes a PUBLISH that is encoded for one client, in two steps: `measure` decides and changes nothing but the head,
 * `write` commits. Between them whoever sends may still refuse, or note that the delivery has begun.
 */
export class PublishWriter {
  readonly #counters: MutableCounters;
  readonly #drops: Drops;

  constructor(counters: MutableCounters, drops: Drops) {
    this.#counters = counters;
    this.#drops = drops;
  }

  /**
   * Chooses how the topic is told, by name, by alias or by both, and finds the packet's length. 0 if it is too large for
   * this client: counted, not sent, and as good as delivered [5 MQTT-3.1.2-24] [5 MQTT-3.1.2-25].
   */
  measure(session: Session, link: Link, head: PublishHead, topic: Topic): number {
    const length = shortestFitting(link, head, topic);
    if (length <= link.maximumPacketBytes) return length;
    this.#drops.count(session, topic.name, "packet-too-large");
    return 0;
  }

  /** Sends the packet of `length` bytes that was measured, with payload[start..end). */
  write(
    link: Link,
    head: PublishHead,
    length: number,
    topic: Topic,
    payload: Uint8Array,
    start: number,
    end: number,
  ): void {
    const { outbox } = link;
    if (head.topicAlias !== 0 || !isAlwaysNamed(head)) link.outboundAliases?.use(topic, head.topicAlias);
    const isByReference = head.payloadBytes >= PAYLOAD_BY_REFERENCE_BYTES;
    const at = outbox.reserve(isByReference ? length - head.payloadBytes : length);
    const headEnd = writePublishHead(outbox.block, at, head);
    if (isByReference) {
      outbox.finish(at, headEnd);
      outbox.forward(payload, start, end);
    } else {
      outbox.finish(at, copyInto(outbox.block, headEnd, payload, start, end));
    }
    this.count(link, head.payloadBytes);
  }

  /** Counts a PUBLISH that was sent. */
  count(link: Link, payloadBytes: number): void {
    link.packetsSent++;
    this.#counters.packetsSent++;
    this.#counters.publishSent++;
    this.#counters.publishBytesSent += payloadBytes;
  }
}

/** The length with the topic told as it will be; where an alias beside the name makes the packet too large, without. */
function shortestFitting(link: Link, head: PublishHead, topic: Topic): number {
  const { outboundAliases: aliases } = link;
  if (aliases === undefined) return publishLength(head);
  const known = aliases.of(topic);
  const isNamed = known === 0 || isAlwaysNamed(head);
  head.topicAlias = known !== 0 || isAlwaysNamed(head) ? known : aliases.offer(topic);
  if (!isNamed) head.topic = NO_NAME;
  const length = publishLength(head);
  if (length <= link.maximumPacketBytes || !isNamed || head.topicAlias === 0) return length;
  head.topicAlias = 0;
  return publishLength(head);
}

/**
 * A message at QoS 2 has its name, beside the alias if there is one: its application gets it from many a client only at
 * PUBREL, and MQTT.js 5.16 has by then forgotten what the alias stood for.
 */
function isAlwaysNamed({ qos }: PublishHead): boolean {
  return qos === 2;
}
