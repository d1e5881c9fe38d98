import { encode } from "../../protocol/codec/encode.ts";
import { NO_PROPERTIES, PacketType } from "../../protocol/packets.ts";
import type { LoadPlan } from "./plan.ts";

const KEEP_ALIVE_SECONDS = 600;
/** Longer than any run. */
const SESSION_EXPIRY_SECONDS = 3600;
const TOPIC_LENGTH_BYTES = 2;
const PACKET_ID_BYTES = 2;
const FILL_STEP = 131;

/** Where in a payload its stamps stand; the rest is filler. */
export const STAMP = { due: 0, run: 8, publisher: 12, sequence: 16, end: 20 } as const;

/** How a connection introduces itself. */
export function connectPacket(plan: LoadPlan, clientId: string, isDurable: boolean): Uint8Array {
  const properties = isDurable ? { sessionExpiryInterval: SESSION_EXPIRY_SECONDS } : NO_PROPERTIES;
  return encode(
    {
      type: PacketType.Connect,
      version: plan.version,
      clientId,
      cleanStart: !isDurable,
      keepAliveSeconds: KEEP_ALIVE_SECONDS,
      properties,
    },
    plan.version,
  );
}

export function subscribePacket(plan: LoadPlan, filter: string): Uint8Array {
  const options = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  return encode(
    {
      type: PacketType.Subscribe,
      packetId: 1,
      subscriptions: [{ filter, qos: plan.qos, ...options }],
      properties: NO_PROPERTIES,
    },
    plan.version,
  );
}

/** A publisher's PUBLISH, in which only the packet id and the stamps change. */
export interface PublishTemplate {
  readonly bytes: Buffer;
  /** Where the packet id stands; meaningless at QoS 0. */
  readonly packetIdAt: number;
  readonly payloadAt: number;
}

export function publishTemplate(plan: LoadPlan, publisher: number, run: number): PublishTemplate {
  const topic = topicOf(publisher);
  const payload = Buffer.alloc(plan.payloadBytes);
  for (let at = 0; at < payload.length; at++) payload[at] = at * FILL_STEP + (at >> 8);
  payload.writeUInt32LE(run, STAMP.run);
  payload.writeUInt32LE(publisher, STAMP.publisher);
  const bytes = encode(
    {
      type: PacketType.Publish,
      topic,
      payload,
      qos: plan.qos,
      retain: false,
      dup: false,
      packetId: plan.qos === 0 ? 0 : 1,
      properties: NO_PROPERTIES,
    },
    plan.version,
  );
  const payloadAt = bytes.length - plan.payloadBytes;
  const propertyBytes = plan.version === 5 ? 1 : 0;
  return { bytes: Buffer.from(bytes), packetIdAt: payloadAt - propertyBytes - PACKET_ID_BYTES, payloadAt };
}

export function topicOf(publisher: number): string {
  return `bench/${publisher}/0`;
}

/** Where the topic's end lies in a PUBLISH whose body begins at `body`. */
export function topicEnd(bytes: Buffer, body: number): number {
  return body + TOPIC_LENGTH_BYTES + ((bytes[body]! << 8) | bytes[body + 1]!);
}

/** A little-endian number of 32 bits, faster than the method of Buffer. */
export function readWord(bytes: Buffer, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
