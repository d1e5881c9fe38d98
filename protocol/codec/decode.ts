import { Reader } from "../bytes/reader.ts";
import { packetName } from "../packet-names.ts";
import { type Packet, PacketType, type ProtocolVersion, type Publish } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { decodeAcknowledgement } from "./acknowledgements.ts";
import { decodeAuth } from "./auth.ts";
import { decodeConnack } from "./connack.ts";
import { decodeConnect } from "./connect.ts";
import { decodeDisconnect } from "./disconnect.ts";
import { checkFlags, checkSender, type Direction } from "./fixed-header.ts";
import { decodePublish, PublishView } from "./publish.ts";
import { decodeSuback } from "./suback.ts";
import { decodeSubscribe } from "./subscribe.ts";
import { decodeUnsuback } from "./unsuback.ts";
import { decodeUnsubscribe } from "./unsubscribe.ts";

/**
 * The packet in buffer[start..end), whose variable header begins at `body` (as the Framer says), as a value. Binary data
 * in it are views of the buffer. With a direction, what only the other side may send is refused too. CONNECT names its
 * version itself; the one given does not matter for it. Throws MqttError.
 */
export function decode(
  buffer: Uint8Array,
  start: number,
  body: number,
  end: number,
  version: ProtocolVersion,
  direction?: Direction,
): Packet {
  const firstByte = buffer[start] ?? 0;
  const type = firstByte >> 4;
  const reader = new Reader(buffer, start, body, end);
  if (!isPacketType(type) || (type === PacketType.Auth && version !== 5)) {
    const message = `there is no packet ${packetName(type)} in MQTT ${version === 5 ? "5.0" : "3.x"}`;
    throw reader.error(ReasonCode.MalformedPacket, message, "5 §2.1.2", start);
  }
  if (direction !== undefined) checkSender(type, version, direction);
  if (type === PacketType.Publish) return readPublish(reader, version, direction);
  checkFlags(type, firstByte, version);
  const packet = decodeBody(reader, type, version, direction);
  reader.finish(packetName(type));
  return packet;
}

function isPacketType(type: number): type is PacketType {
  return type >= PacketType.Connect && type <= PacketType.Auth;
}

function readPublish(reader: Reader, version: ProtocolVersion, direction?: Direction): Publish {
  const view = new PublishView();
  view.read(reader.buffer, reader.packetStart, reader.at, reader.end, version);
  // [5 MQTT-3.3.4-6]
  if (direction === "fromClient" && view.hasSubscriptionIdentifier) {
    const message = "a client's PUBLISH has a subscription identifier";
    throw reader.error(ReasonCode.ProtocolError, message, "5 MQTT-3.3.4-6", view.propertiesStart);
  }
  return decodePublish(view);
}

function decodeBody(
  reader: Reader,
  type: Exclude<PacketType, typeof PacketType.Publish>,
  version: ProtocolVersion,
  direction?: Direction,
): Packet {
  switch (type) {
    case PacketType.Connect:
      return decodeConnect(reader);
    case PacketType.Connack:
      return decodeConnack(reader, version);
    case PacketType.Puback:
      return decodeAcknowledgement(reader, PacketType.Puback, version);
    case PacketType.Pubrec:
      return decodeAcknowledgement(reader, PacketType.Pubrec, version);
    case PacketType.Pubrel:
      return decodeAcknowledgement(reader, PacketType.Pubrel, version);
    case PacketType.Pubcomp:
      return decodeAcknowledgement(reader, PacketType.Pubcomp, version);
    case PacketType.Subscribe:
      return decodeSubscribe(reader, version);
    case PacketType.Suback:
      return decodeSuback(reader, version);
    case PacketType.Unsubscribe:
      return decodeUnsubscribe(reader, version);
    case PacketType.Unsuback:
      return decodeUnsuback(reader, version);
    case PacketType.Pingreq: // §3.12
    case PacketType.Pingresp: // §3.13
      return { type };
    case PacketType.Disconnect:
      return decodeDisconnect(reader, version, direction);
    case PacketType.Auth:
      return decodeAuth(reader);
  }
}
