import { connectReturnCode } from "../../../../protocol/codec/connack.ts";
import { encode } from "../../../../protocol/codec/encode.ts";
import {
  type Connack,
  type Connect,
  NO_PROPERTIES,
  PacketType,
  type ProtocolVersion,
} from "../../../../protocol/packets.ts";
import type { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Candidate } from "./on-connect.ts";

/** Answers a CONNECT with a code of its version and closes (MQTT 5.0 §3.2.2.2) [5 MQTT-3.2.2-7] [3 MQTT-3.2.2-5]. */
export function refuse(
  candidate: Candidate,
  connect: Connect | undefined,
  reasonCode: ReasonCode,
  reason: string,
  claimed: { readonly userName?: string | undefined } = {},
): void {
  const answer = connackFor(candidate.version, connect, reasonCode, reason);
  if (answer !== undefined) candidate.send(answer);
  // nothing that comes behind is read [5 MQTT-3.1.4-6] [3 MQTT-3.1.4-5]
  candidate.refuse(
    reasonCode,
    reason,
    connect && { clientId: connect.clientId, userName: claimed.userName ?? connect.userName },
  );
}

/** Undefined where 3.x has no code for it [3 MQTT-3.2.2-6], or where the client takes no packet as large. */
function connackFor(
  version: ProtocolVersion,
  connect: Connect | undefined,
  reasonCode: ReasonCode,
  reason: string,
): Connack | undefined {
  const code = version === 5 ? reasonCode : connectReturnCode(reasonCode);
  if (code === undefined) return undefined;
  const answer = {
    type: PacketType.Connack,
    sessionPresent: false, // [5 MQTT-3.2.2-6] [3 MQTT-3.2.2-4]
    reasonCode: code,
    properties: NO_PROPERTIES,
  };
  const explained = version === 5 ? { ...answer, properties: { reasonString: reason } } : answer; // [5 MQTT-3.2.2-20]
  return firstFitting([explained, answer], version, connect);
}

/** The first CONNACK that the client takes, by its Maximum Packet Size [5 MQTT-3.1.2-24] [5 MQTT-3.2.2-19]. */
export function firstFitting(
  answers: readonly Connack[],
  version: ProtocolVersion,
  connect: Connect | undefined,
): Connack | undefined {
  const largest = connect?.properties.maximumPacketSize ?? Number.POSITIVE_INFINITY;
  return answers.find((answer) => encode(answer, version).length <= largest);
}
