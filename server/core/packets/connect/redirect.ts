import { type Connack, type Connect, NO_PROPERTIES, PacketType } from "../../../../protocol/packets.ts";
import { ConnectReturnCode } from "../../../../protocol/reason-codes.ts";
import { redirectCode } from "../../connection/goodbye.ts";
import type { Context } from "../../context.ts";
import type { Candidate } from "./on-connect.ts";
import { firstFitting } from "./refuse.ts";

/** Sends a client to the server that it is to use instead, if everybody who comes is sent there (MQTT 5.0 §4.11). */
export function isSentElsewhere({ policy }: Context, candidate: Candidate, connect: Connect): boolean {
  const { redirect } = policy;
  if (redirect === undefined || redirect.how === "at-stop") return false;
  const code = redirectCode(redirect);
  const isNew = connect.version === 5;
  const refusal: Connack = {
    type: PacketType.Connack,
    sessionPresent: false,
    reasonCode: isNew ? code : ConnectReturnCode.ServerUnavailable, // 3.x can only hear that the server is not available
    properties: isNew ? { serverReference: redirect.to } : NO_PROPERTIES,
  };
  const plain = { ...refusal, properties: NO_PROPERTIES };
  const fitting = firstFitting([refusal, plain], connect.version, connect);
  if (fitting !== undefined) candidate.send(fitting);
  const reason = `sent to ${redirect.to} (redirect-to)`;
  candidate.refuse(code, reason, { clientId: connect.clientId, userName: connect.userName });
  return true;
}
