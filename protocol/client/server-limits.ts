import { DEFAULT_RECEIVE_MAXIMUM } from "../limits.ts";
import type { Connack, QoS } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";

/** What the server of this connection allows (MQTT 5.0 §3.2.2.3); a server of 3.x allows everything but aliases. */
export interface ServerLimits {
  readonly receiveMaximum: number;
  readonly maximumQoS: QoS;
  readonly isRetainAvailable: boolean;
  /** Bytes. */
  readonly maximumPacketSize: number;
  readonly topicAliasMaximum: number;
  readonly hasWildcardSubscriptions: boolean;
  readonly hasSharedSubscriptions: boolean;
  readonly hasSubscriptionIdentifiers: boolean;
}

/** What a server's limits forbid, and why: it is never sent. */
export interface Refusal {
  readonly reasonCode: ReasonCode;
  readonly reasonString: string;
  readonly withheld: { readonly allowed: number; readonly wanted: number };
}

/** Before CONNACK, and where it says nothing. */
export const NO_SERVER_LIMITS: ServerLimits = {
  receiveMaximum: DEFAULT_RECEIVE_MAXIMUM,
  maximumQoS: 2,
  isRetainAvailable: true,
  maximumPacketSize: Number.POSITIVE_INFINITY,
  topicAliasMaximum: 0,
  hasWildcardSubscriptions: true,
  hasSharedSubscriptions: true,
  hasSubscriptionIdentifiers: true,
};

/** The limits that a CONNACK announces. */
export function serverLimits({ properties }: Connack): ServerLimits {
  return {
    receiveMaximum: properties.receiveMaximum ?? NO_SERVER_LIMITS.receiveMaximum,
    maximumQoS: properties.maximumQoS ?? NO_SERVER_LIMITS.maximumQoS,
    isRetainAvailable: properties.retainAvailable !== 0,
    maximumPacketSize: properties.maximumPacketSize ?? NO_SERVER_LIMITS.maximumPacketSize,
    topicAliasMaximum: properties.topicAliasMaximum ?? NO_SERVER_LIMITS.topicAliasMaximum,
    hasWildcardSubscriptions: properties.wildcardSubscriptionAvailable !== 0,
    hasSharedSubscriptions: properties.sharedSubscriptionAvailable !== 0,
    hasSubscriptionIdentifiers: properties.subscriptionIdentifierAvailable !== 0,
  };
}

/** Why a packet is too large for this server, or undefined [5 MQTT-3.2.2-15]. */
export function sizeRefusal(bytes: Uint8Array, { maximumPacketSize }: ServerLimits): Refusal | undefined {
  if (bytes.length <= maximumPacketSize) return undefined;
  return {
    reasonCode: ReasonCode.PacketTooLarge,
    reasonString: `the packet has ${bytes.length} bytes, the server takes ${maximumPacketSize} at most (Maximum Packet Size)`,
    withheld: { allowed: maximumPacketSize, wanted: bytes.length },
  };
}
