import { readUtf8 } from "../bytes/utf8.ts";
import { decode } from "../codec/decode.ts";
import { readHeader } from "../codec/framer.ts";
import { PublishView } from "../codec/publish.ts";
import { MqttError } from "../errors.ts";
import { packetName } from "../packet-names.ts";
import { type Packet, PacketType, type ProtocolVersion, type QoS } from "../packets.ts";
import { reasonName } from "../reason-names.ts";

/** What a list of packets shows of one, and is filtered by. */
export interface PacketSummary {
  readonly type: number;
  /** Bytes of the whole packet, header included, also of one that was cut. */
  readonly bytes: number;
  readonly clientId?: string;
  /** The topic name of a PUBLISH; empty where a topic alias stands for it. */
  readonly topic?: string;
  readonly topicAlias?: number;
  readonly filters?: readonly string[];
  readonly qos?: QoS;
  readonly retain?: boolean;
  readonly dup?: boolean;
  readonly packetId?: number;
  readonly payloadBytes?: number;
  readonly reasonCodes?: readonly number[];
  /** Why it is no packet of MQTT, or cannot be read because it was cut. */
  readonly problem?: string;
}

/** The facts of a packet, without taking it apart: of a PUBLISH only head and topic are read. Never throws. */
export function summaryOf(bytes: Uint8Array, version: ProtocolVersion): PacketSummary {
  const type = (bytes[0] ?? 0) >> 4;
  try {
    const header = readHeader(bytes, 0, bytes.length);
    if (header === undefined) return { type, bytes: bytes.length, problem: "the header is cut" };
    const { body, end } = header;
    if (type === PacketType.Publish) return summaryOfPublish(bytes, body, end, version);
    if (end > bytes.length) return { type, bytes: end, problem: `${end - bytes.length} bytes are missing` };
    return { type, bytes: end, ...facts(decode(bytes, 0, body, end, version)) };
  } catch (error) {
    if (!(error instanceof MqttError)) throw error;
    return { type, bytes: bytes.length, problem: error.message };
  }
}

function summaryOfPublish(
  bytes: Uint8Array,
  body: number,
  end: number,
  version: ProtocolVersion,
): PacketSummary {
  const view = new PublishView();
  view.read(bytes, 0, body, Math.min(end, bytes.length), version);
  const { qos, retain, dup, packetId, topicAlias } = view;
  return {
    type: PacketType.Publish,
    bytes: end,
    topic: readUtf8(bytes, view.topicStart, view.topicEnd),
    qos,
    retain,
    dup,
    payloadBytes: end - view.payloadStart,
    ...(qos === 0 ? {} : { packetId }),
    ...(topicAlias === 0 ? {} : { topicAlias }),
  };
}

function facts(packet: Packet): Partial<PacketSummary> {
  const packetId = "packetId" in packet ? { packetId: packet.packetId } : {};
  switch (packet.type) {
    case PacketType.Connect:
      return { clientId: packet.clientId };
    case PacketType.Subscribe:
      return { ...packetId, filters: packet.subscriptions.map(({ filter }) => filter) };
    case PacketType.Unsubscribe:
      return { ...packetId, filters: packet.filters };
    case PacketType.Suback:
    case PacketType.Unsuback:
      return { ...packetId, reasonCodes: packet.reasonCodes };
    default:
      return "reasonCode" in packet ? { ...packetId, reasonCodes: [packet.reasonCode] } : packetId;
  }
}

/** A packet in a line, like "PUBLISH a/b QoS 1 id 7 24 B". */
export function summarize(bytes: Uint8Array, version: ProtocolVersion): string {
  const summary = summaryOf(bytes, version);
  const { type, problem } = summary;
  const words = [packetName(type), ...(problem === undefined ? wordsOf(summary, version) : [`(${problem})`])];
  return [...words, `${summary.bytes} B`].join(" ");
}

function wordsOf(summary: PacketSummary, version: ProtocolVersion): string[] {
  const { clientId, topic, topicAlias, filters, qos, retain, dup, packetId, reasonCodes } = summary;
  const words: string[] = [];
  if (clientId !== undefined) words.push(clientId === "" ? "(no client identifier)" : clientId);
  if (topic !== undefined && topic !== "") words.push(topic);
  if (topicAlias !== undefined) words.push(`alias ${topicAlias}`);
  if (filters !== undefined) words.push(filters.join(", "));
  if (qos !== undefined) words.push(`QoS ${qos}`);
  if (retain === true) words.push("RETAIN");
  if (dup === true) words.push("DUP");
  if (packetId !== undefined) words.push(`id ${packetId}`);
  if (reasonCodes !== undefined && reasonCodes.length > 0) words.push(codesInWords(summary, version));
  return words;
}

function codesInWords({ type, reasonCodes = [] }: PacketSummary, version: ProtocolVersion): string {
  const names = reasonCodes.map((code) => reasonName(type as PacketType, code, version) ?? hexCode(code));
  return names.join(", ");
}

function hexCode(code: number): string {
  return `0x${code.toString(16).padStart(2, "0")}`;
}
