import { protocolError } from "../../../protocol/errors.ts";
import { type Auth, PacketType } from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";

/** Told where who should have known the client has failed. */
export const NO_ANSWER = "who the client is could not be found out";

/** An AUTH of the server's (MQTT 5.0 §3.15); it names the method of CONNECT [5 MQTT-4.12.0-5]. */
export function authPacket(reasonCode: ReasonCode, method: string, data: Uint8Array | undefined): Auth {
  const authenticationData = data && { authenticationData: data };
  return {
    type: PacketType.Auth,
    reasonCode,
    properties: { authenticationMethod: method, ...authenticationData },
  };
}

/** Throws for an AUTH that does not name the method of CONNECT; `clause` forbids it. */
export function checkMethod({ properties }: Auth, method: string, clause: string): void {
  if (properties.authenticationMethod === method) return;
  throw protocolError(`AUTH does not name the method of CONNECT, "${method}"`, clause);
}
