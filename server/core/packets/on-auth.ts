import { MqttError } from "../../../protocol/errors.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";

/** AUTH (MQTT 5.0 §3.15). No CONNECT with an Authentication Method is accepted, so no AUTH may follow one [5 MQTT-4.12.0-7]. */
export function onAuth(): void {
  throw new MqttError(ReasonCode.ProtocolError, "AUTH without an Authentication Method in CONNECT", {
    clause: "5 MQTT-4.12.0-7",
  });
}
