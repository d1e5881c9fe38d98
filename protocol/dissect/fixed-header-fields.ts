import { reservedFlags } from "../codec/fixed-header.ts";
import { packetName } from "../packet-names.ts";
import { PacketType, type ProtocolVersion } from "../packets.ts";
import { flag, qosMeaning } from "./bit-meanings.ts";
import { type BitPart, bytesOf, type FieldCursor } from "./field-cursor.ts";
import { term } from "./terms.ts";

const TYPE: BitPart = { term: "packetType", high: 7, low: 4, meaning: packetName };
const PUBLISH_FLAGS: readonly BitPart[] = [
  TYPE,
  flag("dup", 3, "sent again", "sent for the first time"),
  { term: "qos", high: 2, low: 1, meaning: qosMeaning },
  flag("retain", 0, "retained", "not retained"),
];

/** Packet type, flags and remaining length (MQTT 5.0 §2.1). Returns the remaining length. */
export function fixedHeaderFields(cursor: FieldCursor, version: ProtocolVersion): number {
  let remainingLength = 0;
  cursor.group(term("fixedHeader", version), () => {
    const type = cursor.next >> 4;
    cursor.bits(term("firstByte", version), flagsOf(type), () => packetName(type));
    remainingLength = cursor.variableByteInteger(term("remainingLength", version), bytesOf);
    return {};
  });
  return remainingLength;
}

function flagsOf(type: number): readonly BitPart[] {
  if (type === PacketType.Publish) return PUBLISH_FLAGS;
  const must = reservedFlags(type as PacketType)
    .toString(2)
    .padStart(4, "0");
  return [TYPE, { term: "reservedFlags", high: 3, low: 0, meaning: () => `reserved, ${must}` }];
}
