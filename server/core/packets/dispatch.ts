import { decode } from "../../../protocol/codec/decode.ts";
import type { Framer } from "../../../protocol/codec/framer.ts";
import { isReadInFirstPiece } from "../../../protocol/codec/publish-pieces.ts";
import { MqttError, protocolError } from "../../../protocol/errors.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ClientLink, Context } from "../context.ts";
import type { Session } from "../session/session.ts";
import { onAuth } from "./on-auth.ts";
import { onDisconnect } from "./on-disconnect.ts";
import { onPuback } from "./on-puback.ts";
import { onPubcomp } from "./on-pubcomp.ts";
import { onPublish } from "./on-publish.ts";
import { onPubrec } from "./on-pubrec.ts";
import { onPubrel } from "./on-pubrel.ts";
import { onSubscribe } from "./on-subscribe.ts";
import { onUnsubscribe } from "./on-unsubscribe.ts";

/** Hands a packet of a connected client to its handler. PUBLISH is read in place; everything else is decoded. */
export function dispatch(context: Context, link: ClientLink, session: Session, framer: Framer): void {
  if (framer.pieces.length > 0 && !passesInPieces(context, link, framer)) framer.join();
  const { buffer, start, body, end } = framer;
  const type = buffer[start]! >> 4;
  if (type === PacketType.Publish) {
    context.view.read(buffer, start, body, end, link.version);
    context.view.pieces = framer.pieces;
    onPublish(context, link, session, context.view);
    return;
  }
  // Whatever is in it: what else may be wrong with a CONNECT has codes that DISCONNECT cannot carry.
  if (type === PacketType.Connect) {
    throw protocolError("a second CONNECT", "5 MQTT-3.1.0-2"); // [5 MQTT-3.1.0-2] [3 MQTT-3.1.0-2]
  }
  const packet = decode(buffer, start, body, end, link.version, "fromClient");
  switch (packet.type) {
    case PacketType.Puback:
      onPuback(context, session, packet);
      break;
    case PacketType.Pubrec:
      onPubrec(context, link, session, packet);
      break;
    case PacketType.Pubrel:
      onPubrel(context, link, session, packet);
      break;
    case PacketType.Pubcomp:
      onPubcomp(context, session, packet);
      break;
    case PacketType.Subscribe:
      onSubscribe(context, link, session, packet);
      break;
    case PacketType.Unsubscribe:
      onUnsubscribe(context, link, session, packet);
      break;
    case PacketType.Pingreq:
      link.send({ type: PacketType.Pingresp }); // [5 MQTT-3.12.4-1] [3 MQTT-3.12.4-1]
      break;
    case PacketType.Disconnect:
      onDisconnect(context, link, session, packet);
      break;
    case PacketType.Auth:
      onAuth(context, link, session, packet);
      break;
    default:
      throw new MqttError(ReasonCode.ProtocolError, `packet type ${packet.type} is only sent by a server`, {
        offset: 0,
        clause: "5 §2.1.2",
      });
  }
}

/** Whether nobody here looks at more of a packet than its first piece. */
function passesInPieces({ policy }: Context, { version }: ClientLink, { buffer, body }: Framer): boolean {
  return !policy.checkPayloadFormat && isReadInFirstPiece(buffer, body, version);
}
