import { Reader } from "../../protocol/bytes/reader.ts";
import {
  variableByteIntegerLength,
  writeVariableByteInteger,
} from "../../protocol/bytes/variable-byte-integer.ts";
import { PacketType } from "../../protocol/packets.ts";
import { propertyById } from "../../protocol/properties.ts";
import { PropertyKind } from "../../protocol/property-definitions.ts";
import { pick, type Random, shuffled } from "./random.ts";

/** Protocol name and level, flags, and keep alive (MQTT 5.0 §3.1.2). */
const CONNECT_HEAD_BYTES = 10;
const FIXED_BYTES: Partial<Record<PropertyKind, number>> = {
  [PropertyKind.Byte]: 1,
  [PropertyKind.TwoByteInteger]: 2,
  [PropertyKind.FourByteInteger]: 4,
};

/**
 * The packet with its properties shuffled, one of them twice, or one of them missing, and all lengths right; as it was
 * where it has none. For packets of MQTT 5.0 that are whole.
 */
export function mutateProperties(random: Random, packet: Uint8Array): Uint8Array {
  try {
    return withProperties(packet, (properties) => changed(random, properties));
  } catch {
    return packet; // an earlier mutation has left nothing that could be read
  }
}

function changed(random: Random, properties: readonly Uint8Array[]): readonly Uint8Array[] {
  if (properties.length === 0) return properties;
  const one = pick(random, properties);
  switch (random(3)) {
    case 0:
      return shuffled(random, properties);
    case 1:
      return [...properties, one];
    default:
      return properties.filter((each) => each !== one);
  }
}

function withProperties(
  packet: Uint8Array,
  change: (properties: readonly Uint8Array[]) => readonly Uint8Array[],
): Uint8Array {
  const header = new Reader(packet, 0, 1, packet.length);
  header.variableByteInteger("the remaining length");
  const at = propertiesAt(packet, header.at);
  const reader = new Reader(packet, 0, at, packet.length);
  const length = reader.variableByteInteger("the property length");
  const list = new Reader(packet, 0, reader.at, reader.at + length);
  const properties: Uint8Array[] = [];
  while (list.remaining > 0) properties.push(nextProperty(list));
  const after = Buffer.concat(change(properties));
  const rest = [packet.subarray(header.at, at), integer(after.length), after, packet.subarray(list.end)];
  const body = Buffer.concat(rest);
  return Buffer.concat([packet.subarray(0, 1), integer(body.length), body]);
}

/** Where the property length stands in a packet whose variable header begins at `body`. */
function propertiesAt(packet: Uint8Array, body: number): number {
  const first = packet[0] ?? 0;
  switch (first >> 4) {
    case PacketType.Connect:
      return body + CONNECT_HEAD_BYTES;
    case PacketType.Publish: {
      const topic = 2 + (((packet[body] ?? 0) << 8) | (packet[body + 1] ?? 0));
      const hasPacketId = (first & 0b0110) !== 0;
      return body + topic + (hasPacketId ? 2 : 0);
    }
    case PacketType.Subscribe:
    case PacketType.Unsubscribe:
      return body + 2;
    case PacketType.Disconnect:
    case PacketType.Auth:
      return body + 1;
    default:
      return body + 3; // packet id and reason code
  }
}

function nextProperty(list: Reader): Uint8Array {
  const start = list.at;
  const kind = propertyById(list.variableByteInteger("a property"))?.kind;
  if (kind === undefined) throw new Error("no such property");
  const fixed = FIXED_BYTES[kind];
  if (fixed !== undefined) for (let i = 0; i < fixed; i++) list.u8("a property");
  else if (kind === PropertyKind.VariableByteInteger) list.variableByteInteger("a property");
  else list.binary("a property");
  if (kind === PropertyKind.StringPair) list.binary("a property");
  return list.buffer.subarray(start, list.at);
}

function integer(value: number): Uint8Array {
  const bytes = new Uint8Array(variableByteIntegerLength(value));
  writeVariableByteInteger(bytes, 0, value);
  return bytes;
}
