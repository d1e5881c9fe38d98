import type { ReasonCode } from "./reason-codes.ts";

/** Control packet types, the upper four bits of the first byte (MQTT 5.0 §2.1.2). */
export const PacketType = {
  Connect: 1,
  Connack: 2,
  Publish: 3,
  Puback: 4,
  Pubrec: 5,
  Pubrel: 6,
  Pubcomp: 7,
  Subscribe: 8,
  Suback: 9,
  Unsubscribe: 10,
  Unsuback: 11,
  Pingreq: 12,
  Pingresp: 13,
  Disconnect: 14,
  Auth: 15,
} as const;

export type PacketType = (typeof PacketType)[keyof typeof PacketType];

/** The protocol level byte of CONNECT: 3 is MQTT 3.1 (`MQIsdp`), 4 is 3.1.1, 5 is 5.0. */
export type ProtocolVersion = 3 | 4 | 5;

export type QoS = 0 | 1 | 2;

export type UserProperty = readonly [name: string, value: string];

/** Properties of MQTT 5.0 (§2.2.2.2); the table in properties.ts says which packet may carry which. Empty for 3.x. */
export interface Properties {
  readonly payloadFormatIndicator?: 0 | 1;
  /** Seconds. */
  readonly messageExpiryInterval?: number;
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** One in SUBSCRIBE, any number in PUBLISH from a server. */
  readonly subscriptionIdentifiers?: readonly number[];
  /** Seconds; 0xFFFFFFFF: never. */
  readonly sessionExpiryInterval?: number;
  readonly assignedClientIdentifier?: string;
  /** Seconds. */
  readonly serverKeepAlive?: number;
  readonly authenticationMethod?: string;
  readonly authenticationData?: Uint8Array;
  readonly requestProblemInformation?: 0 | 1;
  /** Seconds. */
  readonly willDelayInterval?: number;
  readonly requestResponseInformation?: 0 | 1;
  readonly responseInformation?: string;
  readonly serverReference?: string;
  readonly reasonString?: string;
  readonly receiveMaximum?: number;
  readonly topicAliasMaximum?: number;
  readonly topicAlias?: number;
  readonly maximumQoS?: 0 | 1;
  readonly retainAvailable?: 0 | 1;
  readonly userProperties?: readonly UserProperty[];
  /** Bytes. */
  readonly maximumPacketSize?: number;
  readonly wildcardSubscriptionAvailable?: 0 | 1;
  readonly subscriptionIdentifierAvailable?: 0 | 1;
  readonly sharedSubscriptionAvailable?: 0 | 1;
}

export interface Will {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: Properties;
}

/** §3.1 */
export interface Connect {
  readonly type: typeof PacketType.Connect;
  readonly version: ProtocolVersion;
  /** Set by bridges of other brokers: the highest bit of the protocol level, outside the specification. */
  readonly bridge?: true;
  readonly clientId: string;
  /** Clean Session in 3.x. */
  readonly cleanStart: boolean;
  /** 0: none. */
  readonly keepAliveSeconds: number;
  readonly will?: Will;
  readonly userName?: string;
  readonly password?: Uint8Array;
  readonly properties: Properties;
}

/** §3.2 */
export interface Connack {
  readonly type: typeof PacketType.Connack;
  readonly sessionPresent: boolean;
  /** A ReasonCode in 5.0, a ConnectReturnCode in 3.x. */
  readonly reasonCode: number;
  readonly properties: Properties;
}

/** §3.3 */
export interface Publish {
  readonly type: typeof PacketType.Publish;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly dup: boolean;
  /** 0 at QoS 0, where the packet has none. */
  readonly packetId: number;
  readonly properties: Properties;
}

/** §3.4 to §3.7: the four answers share one shape. In 3.x the reason code is always Success. */
export interface Acknowledgement<T extends PacketType> {
  readonly type: T;
  readonly packetId: number;
  readonly reasonCode: ReasonCode;
  readonly properties: Properties;
}

export type Puback = Acknowledgement<typeof PacketType.Puback>;
export type Pubrec = Acknowledgement<typeof PacketType.Pubrec>;
export type Pubrel = Acknowledgement<typeof PacketType.Pubrel>;
export type Pubcomp = Acknowledgement<typeof PacketType.Pubcomp>;

export const RetainHandling = { SendAtSubscribe: 0, SendIfNew: 1, DoNotSend: 2 } as const;
export type RetainHandling = (typeof RetainHandling)[keyof typeof RetainHandling];

/** §3.8.3.1; in 3.x only the QoS is on the wire and the rest is false, false, 0. */
export interface SubscriptionOptions {
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly retainHandling: RetainHandling;
}

export interface SubscriptionRequest extends SubscriptionOptions {
  readonly filter: string;
}

/** §3.8 */
export interface Subscribe {
  readonly type: typeof PacketType.Subscribe;
  readonly packetId: number;
  readonly subscriptions: readonly SubscriptionRequest[];
  readonly properties: Properties;
}

/** §3.9 */
export interface Suback {
  readonly type: typeof PacketType.Suback;
  readonly packetId: number;
  readonly reasonCodes: readonly ReasonCode[];
  readonly properties: Properties;
}

/** §3.10 */
export interface Unsubscribe {
  readonly type: typeof PacketType.Unsubscribe;
  readonly packetId: number;
  readonly filters: readonly string[];
  readonly properties: Properties;
}

/** §3.11; in 3.x the list of reason codes is empty. */
export interface Unsuback {
  readonly type: typeof PacketType.Unsuback;
  readonly packetId: number;
  readonly reasonCodes: readonly ReasonCode[];
  readonly properties: Properties;
}

/** §3.12 */
export interface Pingreq {
  readonly type: typeof PacketType.Pingreq;
}

/** §3.13 */
export interface Pingresp {
  readonly type: typeof PacketType.Pingresp;
}

/** §3.14 */
export interface Disconnect {
  readonly type: typeof PacketType.Disconnect;
  readonly reasonCode: ReasonCode;
  readonly properties: Properties;
}

/** §3.15 */
export interface Auth {
  readonly type: typeof PacketType.Auth;
  readonly reasonCode: ReasonCode;
  readonly properties: Properties;
}

export type Packet =
  | Connect
  | Connack
  | Publish
  | Puback
  | Pubrec
  | Pubrel
  | Pubcomp
  | Subscribe
  | Suback
  | Unsubscribe
  | Unsuback
  | Pingreq
  | Pingresp
  | Disconnect
  | Auth;

/** Shared by every packet that carries no property. */
export const NO_PROPERTIES: Properties = Object.freeze({});
