import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { protocolError } from "../errors.ts";
import { packetName } from "../packet-names.ts";
import { PacketType } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";

const PUBACK_CODES = codes("00 10 80 83 87 90 91 97 99");
const PUBREL_CODES = codes("00 92");

/** The reason codes that each packet may carry (MQTT 5.0 §2.4, Table 2-6, and the packet's own section). */
const CODES_BY_TYPE: Readonly<Record<number, ReadonlySet<number>>> = {
  [PacketType.Connack]: codes("00 80 81 82 83 84 85 86 87 88 89 8a 8c 90 95 97 99 9a 9b 9c 9d 9f"), // [5 MQTT-3.2.2-8]
  [PacketType.Puback]: PUBACK_CODES, // [5 MQTT-3.4.2-1]
  [PacketType.Pubrec]: PUBACK_CODES, // [5 MQTT-3.5.2-1]
  [PacketType.Pubrel]: PUBREL_CODES, // [5 MQTT-3.6.2-1]
  [PacketType.Pubcomp]: PUBREL_CODES, // [5 MQTT-3.7.2-1]
  [PacketType.Suback]: codes("00 01 02 80 83 87 8f 91 97 9e a1 a2"), // [5 MQTT-3.9.3-2]
  [PacketType.Unsuback]: codes("00 11 80 83 87 8f 91"), // [5 MQTT-3.11.3-2]
  // [5 MQTT-3.14.2-1]
  [PacketType.Disconnect]: codes(
    "00 04 80 81 82 83 87 89 8b 8c 8d 8e 8f 90 93 94 95 96 97 98 99 9a 9b 9c 9d 9e 9f a0 a1 a2",
  ),
  [PacketType.Auth]: codes("00 18 19"), // [5 MQTT-3.15.2-1]
};

function codes(list: string): ReadonlySet<number> {
  return new Set(list.split(" ").map((code) => Number.parseInt(code, 16)));
}

function isAllowed(type: PacketType, code: number): code is ReasonCode {
  return CODES_BY_TYPE[type]?.has(code) === true;
}

function notAllowed(type: PacketType, code: number): string {
  return `${packetName(type)} has no reason code 0x${code.toString(16).padStart(2, "0")}`;
}

/** Reads a reason code that this type of packet may carry. */
export function readReasonCode(reader: Reader, type: PacketType): ReasonCode {
  const start = reader.at;
  const code = reader.u8("the reason code");
  if (isAllowed(type, code)) return code;
  throw reader.error(ReasonCode.ProtocolError, notAllowed(type, code), "5 §2.4", start);
}

/** Writes a reason code that this type of packet may carry. */
export function writeReasonCode(writer: Writer, type: PacketType, code: number): void {
  if (!isAllowed(type, code)) {
    throw protocolError(notAllowed(type, code), "5 §2.4");
  }
  writer.u8(code);
}
