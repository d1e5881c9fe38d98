import type { PublishView } from "../codec/publish.ts";
import type { MqttError } from "../errors.ts";
import type {
  Auth,
  Connack,
  Disconnect,
  Properties,
  ProtocolVersion,
  Publish,
  QoS,
  Will,
} from "../packets.ts";
import type { ReasonCode } from "../reason-codes.ts";

/** Messages that may wait for a connection or for the server's receive maximum. */
export const DEFAULT_MAXIMUM_QUEUED_MESSAGES = 10_000;

/** What CONNECT says (MQTT 5.0 §3.1). */
export interface ClientOptions {
  readonly version: ProtocolVersion;
  /** Empty: the server gives one, which is kept for later connections (§3.2.2.3.7). */
  readonly clientId: string;
  readonly cleanStart: boolean;
  /** 0: none. */
  readonly keepAliveSeconds: number;
  readonly userName?: string;
  readonly password?: Uint8Array;
  readonly will?: Will;
  /** Of CONNECT; the limits among them are held against the server. */
  readonly properties?: Properties;
  /** By default DEFAULT_MAXIMUM_QUEUED_MESSAGES. */
  readonly maximumQueuedMessages?: number;
  /** Gives topics aliases by itself, as many as the server takes (§3.3.2.3.4). By default it does not. */
  readonly givesTopicAliases?: boolean;
}

/** What the client needs from its owner, and what it tells it. */
export interface ClientHandlers {
  /** One whole packet for the wire. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Its reason code may be a refusal: then the owner closes the wire. */
  onConnack?(connack: Connack): void;
  /** The topic alias is resolved; the payload is a view of the bytes that came. */
  onMessage?(publish: Publish): void;
  /**
   * Asked first for a QoS 0 message without a topic alias, which is not decoded if the answer is true. The view is valid
   * during the call only, and its topic is not checked yet.
   */
  onPublishView?(view: PublishView): boolean;
  /** The server ends the connection (5.0 only); the owner closes the wire. */
  onDisconnect?(disconnect: Disconnect): void;
  /** Enhanced authentication (MQTT 5.0 §4.12): 0x18 is a challenge, for `authenticate` to answer; 0x00 ends a new one. */
  onAuth?(auth: Auth): void;
  /** The server broke the protocol or fell silent: the owner closes the wire. */
  onError?(error: MqttError): void;
  /** The bytes of each packet, for inspectors. */
  onPacketIn?(bytes: Uint8Array): void;
  onPacketOut?(bytes: Uint8Array): void;
}

/** A message to be published. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties?: Properties;
}

export interface PublishResult {
  /** The server's answer, Success for QoS 0 once sent, or what forbids to send it. Undefined: the session ended before. */
  readonly reasonCode: ReasonCode | undefined;
  /** What the server said about it (§3.4.2.2.2), or why it was not sent. */
  readonly reasonString?: string;
  /** A limit of the server forbids it: nothing was sent. What it allows, and what was wanted. */
  readonly withheld?: { readonly allowed: number; readonly wanted: number };
}

export type PublishDone = (result: PublishResult) => void;

/**
 * One code for each filter, in order, and what the server said about them (§3.9.2.1.2), or why they were not sent.
 * Undefined: the connection ended before the answer came.
 */
export type RequestDone = (reasonCodes: readonly ReasonCode[] | undefined, reasonString?: string) => void;
