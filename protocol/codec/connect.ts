import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { MqttError } from "../errors.ts";
import {
  type Connect,
  NO_PROPERTIES,
  PacketType,
  type ProtocolVersion,
  type QoS,
  type Will,
} from "../packets.ts";
import { readProperties, WILL_PROPERTIES, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import { checkAuthentication } from "./auth.ts";

/** The connect flags that say what is in the payload (MQTT 5.0 §3.1.2.3). */
export const ConnectFlag = { Will: 0x04, Password: 0x40, UserName: 0x80 } as const;

const { Will: WILL, Password: PASSWORD, UserName: USER_NAME } = ConnectFlag;
const RESERVED = 0x01;
const CLEAN_START = 0x02;
const WILL_QOS_SHIFT = 3;
const WILL_RETAIN = 0x20;
/** Bridges of other brokers set this bit of the protocol level. */
const BRIDGE = 0x80;
const NO_SUCH_QOS = 3;

/** The first packet asks for a protocol that is not spoken here; what it asked for decides how it can be answered. */
export class UnsupportedProtocolError extends MqttError {
  readonly protocolName: string;
  readonly protocolLevel: number;

  constructor(protocolName: string, protocolLevel: number, offset: number) {
    const message = `there is no protocol "${protocolName}" of level ${protocolLevel}; spoken are MQIsdp 3, MQTT 4 and MQTT 5`;
    super(ReasonCode.UnsupportedProtocolVersion, message, { offset, clause: "5 MQTT-3.1.2-1" });
    this.protocolName = protocolName;
    this.protocolLevel = protocolLevel;
  }
}

interface Protocol {
  readonly version: ProtocolVersion;
  readonly bridge: boolean;
}

/** Reads a CONNECT (MQTT 5.0 §3.1), which names its version itself [5 MQTT-3.1.4-1] [3 MQTT-3.1.4-1]. */
export function decodeConnect(reader: Reader): Connect {
  const { version, bridge } = readProtocol(reader);
  const flags = readFlags(reader, version);
  const keepAliveSeconds = reader.u16("the keep alive");
  const properties = version === 5 ? readProperties(reader, PacketType.Connect) : NO_PROPERTIES;
  checkAuthentication(properties, reader);
  // in this order [5 MQTT-3.1.3-1] [5 MQTT-3.1.3-3] [5 MQTT-3.1.3-4] [3 MQTT-3.1.3-1] [3 MQTT-3.1.3-3] [3 MQTT-3.1.3-4]
  const clientId = reader.string("the client identifier");
  const will = (flags & WILL) !== 0 ? readWill(reader, flags, version) : undefined;
  // [5 MQTT-3.1.2-16] [5 MQTT-3.1.2-17] [5 MQTT-3.1.3-12] [3 MQTT-3.1.2-18] [3 MQTT-3.1.2-19] [3 MQTT-3.1.3-11]
  const hasUserName = announces(flags, USER_NAME, version, reader.remaining);
  const userName = hasUserName ? reader.string("the user name") : undefined;
  // [5 MQTT-3.1.2-18] [5 MQTT-3.1.2-19] [3 MQTT-3.1.2-20] [3 MQTT-3.1.2-21]
  const hasPassword = announces(flags, PASSWORD, version, reader.remaining);
  const password = hasPassword ? reader.binary("the password") : undefined;
  return {
    type: PacketType.Connect,
    version,
    ...(bridge ? { bridge: true as const } : {}),
    clientId,
    cleanStart: (flags & CLEAN_START) !== 0,
    keepAliveSeconds,
    ...(will === undefined ? {} : { will }),
    ...(userName === undefined ? {} : { userName }),
    ...(password === undefined ? {} : { password }),
    properties,
  };
}

// [5 MQTT-3.1.2-1] [5 MQTT-3.1.2-2] [3 MQTT-3.1.2-1] [3 MQTT-3.1.2-2]
function readProtocol(reader: Reader): Protocol {
  const start = reader.at;
  const name = reader.string("the protocol name");
  const level = reader.u8("the protocol level");
  const protocol = protocolOf(name, level);
  if (protocol !== undefined) return protocol;
  throw new UnsupportedProtocolError(name, level, start - reader.packetStart);
}

/** What a protocol name and level ask for, if it is spoken here (MQTT 5.0 §3.1.2.1, §3.1.2.2). */
export function protocolOf(name: string, level: number): Protocol | undefined {
  const bridge = (level & BRIDGE) !== 0;
  const version = bridge ? level - BRIDGE : level;
  if (name === "MQIsdp" && version === 3) return { version, bridge };
  if (name === "MQTT" && (version === 4 || (version === 5 && !bridge))) return { version, bridge };
  return undefined;
}

function readFlags(reader: Reader, version: ProtocolVersion): number {
  const flags = reader.u8("the connect flags");
  const willQoS = (flags >> WILL_QOS_SHIFT) & 3;
  const wrong = (message: string, clause: string): MqttError =>
    reader.error(ReasonCode.MalformedPacket, message, clause, reader.at - 1);
  // [5 MQTT-3.1.2-3] [3 MQTT-3.1.2-3]
  if ((flags & RESERVED) !== 0) throw wrong("the reserved flag of CONNECT is set", "5 MQTT-3.1.2-3");
  // [5 MQTT-3.1.2-12] [3 MQTT-3.1.2-14]
  if (willQoS === NO_SUCH_QOS) throw wrong("the will has QoS 3", "5 MQTT-3.1.2-12");
  if ((flags & WILL) === 0) {
    // [5 MQTT-3.1.2-11] [3 MQTT-3.1.2-11] [3 MQTT-3.1.2-13]
    if (willQoS !== 0) throw wrong("there is a will QoS without a will", "5 MQTT-3.1.2-11");
    // [5 MQTT-3.1.2-13] [3 MQTT-3.1.2-15]
    if ((flags & WILL_RETAIN) !== 0) throw wrong("will retain is set without a will", "5 MQTT-3.1.2-13");
  }
  // MQTT 5.0 allows it (§3.1.2.9) [3 MQTT-3.1.2-22]
  if (version !== 5 && (flags & PASSWORD) !== 0 && (flags & USER_NAME) === 0) {
    throw wrong("there is a password without a user name", "3 MQTT-3.1.2-22");
  }
  return flags;
}

// [5 MQTT-3.1.2-9] [5 MQTT-3.1.3-11] [3 MQTT-3.1.2-9] [3 MQTT-3.1.3-10]
function readWill(reader: Reader, flags: number, version: ProtocolVersion): Will {
  const properties = version === 5 ? readProperties(reader, WILL_PROPERTIES) : NO_PROPERTIES;
  const topic = reader.string("the will topic");
  const payload = reader.binary("the will payload");
  const qos = ((flags >> WILL_QOS_SHIFT) & 3) as QoS;
  return { topic, payload, qos, retain: (flags & WILL_RETAIN) !== 0, properties };
}

/**
 * Whether a user name or password comes next. In MQTT 3.1 one that is announced may be missing: the remaining length
 * decides (3.1 §3.1).
 */
export function announces(
  flags: number,
  flag: number,
  version: ProtocolVersion,
  remainingBytes: number,
): boolean {
  return (flags & flag) !== 0 && !(version === 3 && remainingBytes === 0);
}

/** Writes a CONNECT in the version that it names. */
export function encodeConnect(writer: Writer, packet: Connect): void {
  const { version, will, userName, password } = packet;
  writer.string(version === 3 ? "MQIsdp" : "MQTT", "the protocol name");
  writer.u8(packet.bridge === true ? version | BRIDGE : version);
  writer.u8(flagsOf(packet));
  writer.u16(packet.keepAliveSeconds, "the keep alive");
  if (version === 5) writeProperties(writer, packet.properties, PacketType.Connect);
  writer.string(packet.clientId, "the client identifier");
  if (will !== undefined) writeWill(writer, will, version);
  if (userName !== undefined) writer.string(userName, "the user name");
  if (password !== undefined) writer.binary(password, "the password");
}

function flagsOf({ version, cleanStart, will, userName, password }: Connect): number {
  if (version !== 5 && password !== undefined && userName === undefined) {
    const place = { clause: "3 MQTT-3.1.2-22" };
    throw new MqttError(ReasonCode.ProtocolError, "before MQTT 5.0 a password needs a user name", place);
  }
  let flags = cleanStart ? CLEAN_START : 0;
  if (will !== undefined) flags |= WILL | (will.qos << WILL_QOS_SHIFT) | (will.retain ? WILL_RETAIN : 0);
  if (userName !== undefined) flags |= USER_NAME;
  if (password !== undefined) flags |= PASSWORD;
  return flags;
}

function writeWill(writer: Writer, will: Will, version: ProtocolVersion): void {
  if (version === 5) writeProperties(writer, will.properties, WILL_PROPERTIES);
  writer.string(will.topic, "the will topic");
  writer.binary(will.payload, "the will payload");
}
