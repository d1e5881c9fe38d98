import { Writer } from "../bytes/writer.ts";
import { MqttError } from "../errors.ts";
import { type Packet, PacketType, type ProtocolVersion } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { encodeAcknowledgement } from "./acknowledgements.ts";
import { encodeAuth } from "./auth.ts";
import { encodeConnack } from "./connack.ts";
import { encodeConnect } from "./connect.ts";
import { encodeDisconnect } from "./disconnect.ts";
import { reservedFlags } from "./fixed-header.ts";
import { encodePublish, publishFlags } from "./publish.ts";
import { encodeSuback } from "./suback.ts";
import { encodeSubscribe } from "./subscribe.ts";
import { encodeUnsuback } from "./unsuback.ts";
import { encodeUnsubscribe } from "./unsubscribe.ts";

/**
 * The bytes of a packet. What a version cannot say is left out (properties and most reason codes in 3.x); what the
 * specification forbids to send throws MqttError.
 */
export function encode(packet: Packet, version: ProtocolVersion): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  encodeInto(writer, packet, version);
  return writer.finish();
}

/** The same into a writer that is used for one packet after another: what it held before is gone. */
export function encodeInto(writer: Writer, packet: Packet, version: ProtocolVersion): void {
  writer.clear();
  const flags = packet.type === PacketType.Publish ? publishFlags(packet) : reservedFlags(packet.type);
  writer.u8((packet.type << 4) | flags);
  const start = writer.beginLength();
  encodeBody(writer, packet, version);
  writer.endLength(start, "the remaining length");
}

function encodeBody(writer: Writer, packet: Packet, version: ProtocolVersion): void {
  switch (packet.type) {
    case PacketType.Connect:
      encodeConnect(writer, packet);
      break;
    case PacketType.Connack:
      encodeConnack(writer, packet, version);
      break;
    case PacketType.Publish:
      encodePublish(writer, packet, version);
      break;
    case PacketType.Puback:
    case PacketType.Pubrec:
    case PacketType.Pubrel:
    case PacketType.Pubcomp:
      encodeAcknowledgement(writer, packet, version);
      break;
    case PacketType.Subscribe:
      encodeSubscribe(writer, packet, version);
      break;
    case PacketType.Suback:
      encodeSuback(writer, packet, version);
      break;
    case PacketType.Unsubscribe:
      encodeUnsubscribe(writer, packet, version);
      break;
    case PacketType.Unsuback:
      encodeUnsuback(writer, packet, version);
      break;
    case PacketType.Disconnect:
      encodeDisconnect(writer, packet, version);
      break;
    case PacketType.Auth:
      if (version !== 5) throw new MqttError(ReasonCode.ProtocolError, "AUTH exists only in MQTT 5.0");
      encodeAuth(writer, packet);
      break;
    default: // PINGREQ and PINGRESP are a header only
  }
}
