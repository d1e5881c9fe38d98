import { encode } from "../../../protocol/codec/encode.ts";
import { type Disconnect, NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ConnectFlags } from "../ports/inside.ts";
import type { DisconnectCause } from "../ports/observer.ts";

/** A longer explanation is left out rather than cut: it quotes what the client itself sent. */
const LONGEST_REASON_STRING = 1024;

/** What a client is told instead of the detail, where that is not for its ears. */
const DISCREET: Readonly<Partial<Record<DisconnectCause, string>>> = {
  "taken-over": "another connection has taken the session over",
  "internal-error": "an error of the broker's own",
};

/**
 * The DISCONNECT with which the server ends a connection (MQTT 5.0 §3.14): it says why in a Reason String, unless the
 * client wants no reasons or takes no packet as large.
 */
export function goodbye(
  cause: DisconnectCause,
  reasonCode: number,
  detail: string,
  { requestProblemInformation }: ConnectFlags,
  maximumPacketBytes: number,
): Disconnect {
  const plain: Disconnect = {
    type: PacketType.Disconnect,
    reasonCode: reasonCode as ReasonCode,
    properties: NO_PROPERTIES,
  };
  const reasonString = DISCREET[cause] ?? detail;
  if (!requestProblemInformation || reasonString === "" || reasonString.length > LONGEST_REASON_STRING)
    return plain;
  const explained: Disconnect = { ...plain, properties: { reasonString } };
  return encode(explained, 5).length > maximumPacketBytes ? plain : explained; // [5 MQTT-3.14.2-3]
}
