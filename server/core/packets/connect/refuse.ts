import { connectReturnCode } from "../../../../protocol/codec/connack.ts";
import { encode } from "../../../../protocol/codec/encode.ts";
import { type Connect, NO_PROPERTIES, PacketType } from "../../../../protocol/packets.ts";
import type { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Candidate } from "./on-connect.ts";

/** Answers a CONNECT with a code of its version and closes (MQTT 5.0 §3.2.2.2) [5 MQTT-3.2.2-7] [3 MQTT-3.2.2-5]. */
export function refuse(
  candidate: Candidate,
  connect: Connect | undefined,
  reasonCode: ReasonCode,
  reason: string,
): void {
  const answer = {
    type: PacketType.Connack,
    sessionPresent: false, // [5 MQTT-3.2.2-6]
    reasonCode: candidate.version === 5 ? reasonCode : connectReturnCode(reasonCode),
    properties: NO_PROPERTIES,
  };
  const explained = candidate.version === 5 ? { ...answer, properties: { reasonString: reason } } : answer;
  const largest = connect?.properties.maximumPacketSize ?? Number.POSITIVE_INFINITY;
  // [5 MQTT-3.1.2-24] [5 MQTT-3.2.2-19]
  const fitting = [explained, answer].find((packet) => encode(packet, candidate.version).length <= largest);
  if (fitting !== undefined) candidate.send(fitting);
  // nothing that comes behind is read [5 MQTT-3.1.4-6] [3 MQTT-3.1.4-5]
  candidate.refuse(reasonCode, reason, connect && { clientId: connect.clientId, userName: connect.userName });
}
