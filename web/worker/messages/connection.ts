import type { Properties, ProtocolVersion, QoS } from "../../../protocol/packets.ts";

/** The will of a CONNECT (MQTT 5.0 §3.1.2.5); the delay is 0 in 3.x. */
export interface WillOptions {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly delaySeconds: number;
}

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
  | { readonly kind: "refused"; readonly reasonCode: number; readonly reasonString?: string }
  | { readonly kind: "closed-by-server"; readonly reasonCode?: number; readonly reasonString?: string }
  | { readonly kind: "connection-lost" }
  | { readonly kind: "protocol-error"; readonly detail: string; readonly reasonCode: number }
  | { readonly kind: "silent"; readonly seconds: number }
  | { readonly kind: "closed-here" };

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
  /** It never left, or the connection ended before it was acknowledged. */
  | {
      readonly outcome: "failed";
      readonly why: "not-connected" | "connection-lost" | "invalid" | "too-large";
      readonly detail?: string;
    };

/** A PUBLISH to be sent (MQTT 5.0 §3.3). */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: Properties;
}
