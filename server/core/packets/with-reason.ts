import { encode } from "../../../protocol/codec/encode.ts";
import type { Disconnect, Puback, Pubrec, Suback } from "../../../protocol/packets.ts";
import type { Link } from "../session/session.ts";

/** A reason is a sentence; one that carries a client's long text is not sent. */
const MOST_CHARACTERS = 1000;

/**
 * A packet with its reason in words, if the client wants reasons [5 MQTT-3.1.2-29] and takes a packet of that size
 * [5 MQTT-3.4.2-2] [5 MQTT-3.5.2-2] [5 MQTT-3.9.2-1] [5 MQTT-3.14.2-3]; else as it is. No answer has user properties of
 * the broker's own, so they make none larger [5 MQTT-3.4.2-3] [5 MQTT-3.5.2-3] [5 MQTT-3.9.2-2] [5 MQTT-3.14.2-4].
 */
export function withReason<P extends Puback | Pubrec | Suback | Disconnect>(
  link: Pick<Link, "version" | "connect" | "maximumPacketBytes">,
  packet: P,
  reasonString: string,
): P {
  if (link.version !== 5 || !link.connect.requestProblemInformation) return packet;
  if (reasonString === "" || reasonString.length > MOST_CHARACTERS) return packet;
  const explained = { ...packet, properties: { ...packet.properties, reasonString } };
  return encode(explained, link.version).length <= link.maximumPacketBytes ? explained : packet;
}
