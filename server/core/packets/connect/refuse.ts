import { type Connect, NO_PROPERTIES, PacketType } from "../../../../protocol/packets.ts";
import { ConnectReturnCode, ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Candidate } from "./on-connect.ts";

/** Answers a CONNECT with a code of its version and closes (MQTT 5.0 §3.2.2.2) [5 MQTT-3.2.2-7]. */
export function refuse(
  candidate: Candidate,
  connect: Connect | undefined,
  reasonCode: ReasonCode,
  reason: string,
): void {
  candidate.send({
    type: PacketType.Connack,
    sessionPresent: false, // [5 MQTT-3.2.2-6]
    reasonCode: candidate.version === 5 ? reasonCode : returnCodeOf(reasonCode),
    properties: candidate.version === 5 && connect !== undefined ? { reasonString: reason } : NO_PROPERTIES,
  });
  candidate.refuse(reasonCode, reason, connect && { clientId: connect.clientId, userName: connect.userName });
}

/** The nearest code of 3.1.1 (§3.2.2.3). */
function returnCodeOf(reasonCode: ReasonCode): ConnectReturnCode {
  switch (reasonCode) {
    case ReasonCode.UnsupportedProtocolVersion:
      return ConnectReturnCode.UnacceptableProtocolVersion;
    case ReasonCode.ClientIdentifierNotValid:
      return ConnectReturnCode.IdentifierRejected;
    case ReasonCode.BadUserNameOrPassword:
      return ConnectReturnCode.BadUserNameOrPassword;
    case ReasonCode.NotAuthorized:
    case ReasonCode.Banned:
      return ConnectReturnCode.NotAuthorized;
    default:
      return ConnectReturnCode.ServerUnavailable;
  }
}
