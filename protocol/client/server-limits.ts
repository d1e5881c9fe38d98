import { DEFAULT_RECEIVE_MAXIMUM } from "../limits.ts";
import type { Connack, QoS } from "../packets.ts";

/** What the server of this connection allows (MQTT 5.0 §3.2.2.3); a server of 3.x allows everything but aliases. */
export interface ServerLimits {
  readonly receiveMaximum: number;
  readonly maximumQoS: QoS;
  readonly isRetainAvailable: boolean;
  /** Bytes. */
  readonly maximumPacketSize: number;
  readonly topicAliasMaximum: number;
}

/** Before CONNACK, and where it says nothing. */
export const NO_SERVER_LIMITS: ServerLimits = {
  receiveMaximum: DEFAULT_RECEIVE_MAXIMUM,
  maximumQoS: 2,
  isRetainAvailable: true,
  maximumPacketSize: Number.POSITIVE_INFINITY,
  topicAliasMaximum: 0,
};

/** The limits that a CONNACK announces. */
export function serverLimits({ properties }: Connack): ServerLimits {
  return {
    receiveMaximum: properties.receiveMaximum ?? NO_SERVER_LIMITS.receiveMaximum,
    maximumQoS: properties.maximumQoS ?? NO_SERVER_LIMITS.maximumQoS,
    isRetainAvailable: properties.retainAvailable !== 0,
    maximumPacketSize: properties.maximumPacketSize ?? NO_SERVER_LIMITS.maximumPacketSize,
    topicAliasMaximum: properties.topicAliasMaximum ?? NO_SERVER_LIMITS.topicAliasMaximum,
  };
}
