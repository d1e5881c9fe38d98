import { PacketType, type Properties, type Will } from "../../../../protocol/packets.ts";
import { encodePropertyList } from "../../../../protocol/properties.ts";
import type { Context } from "../../context.ts";
import type { Session } from "../../session/session.ts";
import type { WillContent } from "../../session/will.ts";

/** The message that a will becomes: its properties but the delay are those of a PUBLISH (MQTT 5.0 §3.1.3.2). */
export function willContentOf(context: Context, will: Will, session: Session): WillContent {
  const { willDelayInterval: _delay, messageExpiryInterval, ...passedOn } = will.properties;
  return {
    topic: context.topics.named(will.topic),
    payload: will.payload.slice(),
    qos: will.qos,
    retain: will.retain, // [5 MQTT-3.1.2-14] [5 MQTT-3.1.2-15] [3 MQTT-3.1.2-16] [3 MQTT-3.1.2-17]
    properties: encodePropertyList(passedOn satisfies Properties, PacketType.Publish), // [5 MQTT-3.1.3-10]
    messageExpiryInterval,
    publisher: { clientId: session.clientId, userName: session.userName },
  };
}
