import { type PacketSummary, summarize, summaryOf } from "../../../protocol/dissect/summary.ts";
import { packetName } from "../../../protocol/packet-names.ts";
import { PacketType } from "../../../protocol/packets.ts";
import type { FaultyPacket, TracedPacket } from "../../../server/adapters/http/contract/trace.ts";
import type { PacketFacts } from "../../lib/packet-filter.ts";
import { bytesOf } from "../../lib/payload.ts";
import type { PacketGroup } from "./packet-params.ts";

/** Why a packet ended its connection, and whose that was. */
export type RowFault = Pick<FaultyPacket, "kind" | "reasonCode" | "reason" | "peer">;

/** One line of the list of packets. */
export interface PacketRow {
  readonly sequence: number;
  /** On the broker's clock. */
  readonly at: number;
  readonly direction: "in" | "out";
  readonly clientId: string | undefined;
  /** The number of its network connection; undefined where it was not counted. */
  readonly connection: number | undefined;
  readonly version: TracedPacket["version"];
  readonly bytes: Uint8Array;
  readonly packetBytes: number;
  readonly masked: TracedPacket["masked"];
  readonly aliasedTopic: string | undefined;
  readonly fault: RowFault | undefined;
  readonly name: string;
  readonly group: PacketGroup;
  /** What it says, beyond its type and its size. */
  readonly summary: string;
  readonly facts: PacketFacts;
}

const GROUPS: Readonly<Record<number, PacketGroup>> = {
  [PacketType.Publish]: "publish",
  [PacketType.Puback]: "acknowledge",
  [PacketType.Pubrec]: "acknowledge",
  [PacketType.Pubrel]: "acknowledge",
  [PacketType.Pubcomp]: "acknowledge",
  [PacketType.Subscribe]: "subscribe",
  [PacketType.Suback]: "subscribe",
  [PacketType.Unsubscribe]: "subscribe",
  [PacketType.Unsuback]: "subscribe",
  [PacketType.Pingreq]: "ping",
  [PacketType.Pingresp]: "ping",
};

/** A packet as the API tells it, as a line. */
export function rowOf(packet: TracedPacket | FaultyPacket): PacketRow {
  const bytes = bytesOf(packet.bytes);
  const { sequence, at, direction, version, packetBytes, masked } = packet;
  const read = summaryOf(bytes, version);
  const fault = "kind" in packet ? packet : undefined;
  const clientId = packet.clientId ?? read.clientId;
  const aliasedTopic = "aliasedTopic" in packet ? packet.aliasedTopic : undefined;
  const name = packetName(read.type);
  const summary = [linkText(aliasedTopic), withoutFrame(summarize(bytes, version), name, read), fault?.reason]
    .filter(Boolean)
    .join(" ");
  return {
    ...{ sequence, at, direction, clientId, version, bytes, packetBytes, masked, aliasedTopic, fault },
    connection: "connection" in packet ? packet.connection : undefined,
    name,
    // what cannot be read is no chip's business
    group: GROUPS[read.type] ?? "connect",
    summary,
    facts: factsOf(read, {
      name,
      direction,
      clientId,
      topic: aliasedTopic ?? read.topic,
      bytes: packetBytes,
      text: `${name} ${clientId ?? ""} ${summary}`,
      reasonCodes: fault === undefined ? (read.reasonCodes ?? []) : [fault.reasonCode],
    }),
  };
}

type KnownFacts = Pick<
  PacketFacts,
  "name" | "direction" | "clientId" | "topic" | "bytes" | "text" | "reasonCodes"
>;

function factsOf(read: PacketSummary, known: KnownFacts): PacketFacts {
  const { filters = [], qos, retain, dup, packetId } = read;
  return { ...known, filters, qos, retain, dup, packetId };
}

function linkText(topic: string | undefined): string {
  return topic === undefined ? "" : `${topic} =`;
}

/** The line without the type at its beginning and the size at its end: these have columns of their own. */
function withoutFrame(line: string, name: string, { bytes }: PacketSummary): string {
  return line.slice(name.length, line.length - `${bytes} B`.length).trim();
}
