import type { Properties, ProtocolVersion, QoS, UserProperty } from "../../../protocol/packets.ts";

/** The will of a CONNECT (MQTT 5.0 §3.1.2.5); the delay is 0 in 3.x. */
export interface WillOptions {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly delaySeconds: number;
  /** Of the message that the will becomes (§3.1.3.2); without effect in 3.x. */
  readonly properties: Properties;
}

/** The properties of CONNECT that limit or ask for something (MQTT 5.0 §3.1.2.11); without effect in 3.x. */
export type ConnectProperties = Pick<
  Properties,
  | "receiveMaximum"
  | "maximumPacketSize"
  | "topicAliasMaximum"
  | "requestResponseInformation"
  | "requestProblemInformation"
  | "userProperties"
>;

/** What one WebSocket connection asks for: the page's own and each client of the lab. */
export interface ConnectOptions {
  /** ws:// or wss:// */
  readonly url: string;
  readonly version: ProtocolVersion;
  /** Empty: the server assigns one (MQTT 5.0 §3.1.3.1). */
  readonly clientId: string;
  readonly userName?: string;
  readonly password?: string;
  /** 0: none. */
  readonly keepAliveSeconds: number;
  readonly cleanStart: boolean;
  /** Without effect in 3.x. */
  readonly sessionExpirySeconds: number;
  readonly will?: WillOptions;
  readonly properties?: ConnectProperties;
  /** Topics are sent as aliases, as many as the broker takes (§3.3.2.3.4); without effect in 3.x. */
  readonly givesTopicAliases?: boolean;
  /** User name and password are proven by SCRAM instead of being sent (MQTT 5.0 §4.12). */
  readonly authenticationMethod?: "SCRAM-SHA-256";
}

/** A filter that feeds the tree. */
export interface BaseFilter {
  readonly filter: string;
  readonly qos: QoS;
}

/** Why a connection ended, could not be made, or was refused; the page has the words. */
export type ConnectionEnd =
  | { readonly kind: "bad-url"; readonly url: string }
  | { readonly kind: "unreachable"; readonly url: string }
  | { readonly kind: "no-answer"; readonly seconds: number }
  | ({ readonly kind: "refused"; readonly reasonCode: number } & ServerWords)
  | ({ readonly kind: "closed-by-server"; readonly reasonCode?: number } & ServerWords)
  /** SCRAM cannot go on, or the broker has not proven that it knows the password. */
  | { readonly kind: "authentication-failed"; readonly problem: ScramProblem }
  | { readonly kind: "connection-lost" }
  | { readonly kind: "protocol-error"; readonly detail: string; readonly reasonCode: number }
  | { readonly kind: "silent"; readonly seconds: number }
  | { readonly kind: "closed-here" };

/** Why a SCRAM exchange cannot go on (RFC 5802). */
export type ScramProblem =
  /** The name or the password holds a character that SASLprep forbids. */
  | "characters"
  /** The broker's challenge is not what RFC 5802 §5.1 says. */
  | "challenge"
  /** It asks for fewer or more iterations than are taken. */
  | "iterations"
  /** The broker has not proven that it knows the password. */
  | "signature";

/** What a server may add to a refusal: why, and where to go instead (MQTT 5.0 §4.11). */
export interface ServerWords {
  readonly reasonString?: string;
  readonly serverReference?: string;
}

/** What the CONNACK granted, defaults filled in (MQTT 5.0 §3.2.2.3). */
export interface Granted {
  readonly version: ProtocolVersion;
  readonly clientId: string;
  readonly sessionPresent: boolean;
  readonly keepAliveSeconds: number;
  readonly sessionExpirySeconds: number;
  readonly receiveMaximum: number;
  readonly maximumQoS: QoS;
  readonly maximumPacketBytes: number | undefined;
  readonly topicAliasMaximum: number;
  readonly isRetainAvailable: boolean;
  readonly hasWildcardSubscriptions: boolean;
  readonly hasSubscriptionIdentifiers: boolean;
  readonly hasSharedSubscriptions: boolean;
  /** Of what the server chose instead of what was asked. */
  readonly changed: readonly ("clientId" | "keepAlive" | "sessionExpiry")[];
  /** What response topics are to begin with (§3.2.2.3.15); only where it was asked for. */
  readonly responseInformation?: string;
  readonly serverReference?: string;
  readonly reasonString?: string;
  readonly userProperties: readonly UserProperty[];
  readonly authenticationMethod?: string;
}

/** The page's own connection. Times are milliseconds since the epoch. */
export type ConnectionPhase =
  | { readonly phase: "detached" }
  | { readonly phase: "connecting"; readonly since: number }
  | { readonly phase: "connected"; readonly since: number; readonly granted: Granted }
  /** The wire is open, a ping is overdue. */
  | {
      readonly phase: "stale";
      readonly since: number;
      readonly lastHeardAt: number;
      readonly granted: Granted;
    }
  | {
      readonly phase: "reconnecting";
      readonly attempt: number;
      readonly nextAttemptAt: number;
      readonly cause: ConnectionEnd;
    }
  /** The broker said no: trying again the same way would not help. */
  | { readonly phase: "refused"; readonly cause: ConnectionEnd }
  | { readonly phase: "closed"; readonly cause: ConnectionEnd };

/** What one base filter was granted. */
export interface BaseFilterState extends BaseFilter {
  readonly state: "waiting" | "granted" | "refused";
  readonly reasonCode?: number;
  readonly reasonString?: string;
  /** What the broker granted; the QoS that the tree shows is at most this. */
  readonly grantedQoS?: QoS;
}

export interface ConnectionState {
  readonly connection: ConnectionPhase;
  readonly broker: "own" | "foreign";
  readonly url: string;
  readonly clientId: string;
  /** Empty while a foreign broker waits for the page's choice. */
  readonly baseFilters: readonly BaseFilterState[];
  /** `live`: the mark follows each message (Retain As Published); `at-subscribe`: true as of the subscription. */
  readonly retainedMark: "live" | "at-subscribe";
  readonly isPaused: boolean;
  /** Messages since the pause began. */
  readonly waitingMessages: number;
}

/** How a publish ended. */
export type PublishResult =
  /** QoS 0: handed to the wire, nobody says more. */
  | { readonly outcome: "sent" }
  /** The reason code is 0x00, or 0x10 when nobody is subscribed. */
  | { readonly outcome: "acknowledged"; readonly reasonCode: number }
  | { readonly outcome: "refused"; readonly reasonCode: number; readonly reasonString?: string }
  /** A limit of the broker forbids it, so it was not sent: the reason code that it would answer with. */
  | {
      readonly outcome: "withheld";
      readonly reasonCode: number;
      readonly allowed: number;
      readonly wanted: number;
    }
  /** It never left, or the connection ended before it was acknowledged. */
  | {
      readonly outcome: "failed";
      readonly why: "not-connected" | "connection-lost" | "invalid";
      readonly detail?: string;
    };

/** What the broker said to a subscription. */
export interface SubscribeAnswer {
  readonly reasonCode: number;
  readonly reasonString?: string;
}

/** A PUBLISH to be sent (MQTT 5.0 §3.3). */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: Properties;
}
