import type { QoS, SubscriptionRequest } from "../../../protocol/packets.ts";
import type { ConnectionEnd, ConnectOptions, Granted } from "./connection.ts";

/** How a lab client is ended. */
export type LabEnding =
  /** DISCONNECT 0x00: the will is dropped. */
  | "disconnect"
  /** DISCONNECT 0x04: the will is published (MQTT 5.0 §3.14.2.1). */
  | "disconnect-with-will"
  /** The WebSocket is closed without DISCONNECT. */
  | "cut"
  /** Nothing is sent any more, no PINGREQ either, until the broker's keep-alive timer ends it. */
  | "silence";

export type LabPhase =
  | { readonly phase: "connecting" }
  | { readonly phase: "connected"; readonly granted: Granted; readonly since: number }
  /** Silent since; the broker should end it at `expectedEndAt`, undefined without keep alive. */
  | {
      readonly phase: "silent";
      readonly granted: Granted;
      readonly since: number;
      readonly expectedEndAt: number | undefined;
    }
  /** `ending`: how it was ended from here; absent: the broker or the network did. */
  | {
      readonly phase: "ended";
      readonly at: number;
      readonly cause: ConnectionEnd;
      readonly ending?: LabEnding;
    };

export interface LabSubscription extends SubscriptionRequest {
  /** The Subscription Identifier that it was asked with (MQTT 5.0 §3.8.2.1.2). */
  readonly identifier?: number;
  readonly state: "waiting" | "granted" | "refused";
  readonly reasonCode?: number;
  readonly reasonString?: string;
}

/** One client of the lab. */
export interface LabClientState {
  /** Chosen by the page, unique. */
  readonly key: string;
  readonly options: ConnectOptions;
  /** What it is called by now: the server may have assigned it. */
  readonly clientId: string;
  readonly lab: LabPhase;
  readonly subscriptions: readonly LabSubscription[];
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly messagesReceived: number;
  /** The last messages it received, oldest first. */
  readonly lastMessages: readonly LabPacket[];
}

/** A packet on the wire of a lab client. */
export interface LabPacket {
  readonly sequence: number;
  readonly at: number;
  readonly direction: "in" | "out";
  /** PacketType of protocol/packets.ts. */
  readonly packetType: number;
  readonly bytes: number;
  readonly packetId?: number;
  /** Of CONNACK, PUBACK … DISCONNECT; of SUBACK the first error, else the first. */
  readonly reasonCode?: number;
  /** Of PUBLISH the topic, of SUBSCRIBE and UNSUBSCRIBE the filters. */
  readonly topics?: readonly string[];
  readonly message?: {
    readonly preview: string;
    readonly previewKind: "text" | "bytes" | "empty";
    readonly payloadBytes: number;
    readonly qos: QoS;
    readonly retain: boolean;
    readonly dup: boolean;
  };
}

/** The log of the lab client that is open on the page. */
export interface LabLog {
  readonly key: string;
  /** Packets let go to stay within the bound. */
  readonly evicted: number;
  /** Oldest first. */
  readonly packets: readonly LabPacket[];
}
