/** A limit that is switched off. */
export const UNLIMITED = Number.POSITIVE_INFINITY;

/** Every limit the core knows; names, defaults and units are documented in docs/configuration.md. */
export interface Limits {
  /** Open network connections. */
  readonly maximumConnections: number;
  /** Connections that have not completed CONNECT. */
  readonly maximumPendingConnections: number;
  /** Open network connections of one address, or of one IPv6 network of 64 bits; loopback is not counted. */
  readonly maximumConnectionsPerAddress: number;
  /** Connected clients of one user name; those without a name are not counted. */
  readonly maximumConnectionsPerUser: number;
  /** Network connections of the whole broker that are taken in within a second. */
  readonly maximumConnectsPerSecond: number;
  /** Seconds from the network connection to a complete CONNECT. */
  readonly connectTimeoutSeconds: number;
  /** Logins with a wrong secret from one address (IPv6: /64) before those from it have to wait. */
  readonly failedLoginsBeforeDelay: number;
  /** Seconds that a login waits at most; 0: none waits. Never more than half of the time for CONNECT. */
  readonly maximumLoginDelaySeconds: number;
  /** Bytes of a packet before CONNECT is accepted. */
  readonly maximumConnectPacketBytes: number;
  /** Bytes of a packet, announced as Maximum Packet Size. */
  readonly maximumPacketBytes: number;
  readonly maximumTopicBytes: number;
  readonly maximumTopicLevels: number;
  readonly maximumClientIdBytes: number;
  /** PUBLISH packets that one client is read in a second; what it did not send in one second it may send in the next. */
  readonly maximumMessagesPerSecond: number;
  /** The same for bytes of all its packets. */
  readonly maximumBytesPerSecond: number;
  readonly maximumSubscriptionsPerClient: number;
  /** QoS 1 and 2 messages the broker takes from a client before it has answered them; announced as Receive Maximum. */
  readonly receiveMaximum: number;
  /** QoS 1 and 2 messages sent to a client and not acknowledged; a smaller Receive Maximum of the client wins. */
  readonly maximumInflightMessages: number;
  /** Topic aliases a client may use towards the broker. */
  readonly topicAliasMaximum: number;
  /** Topic aliases the broker gives one client, if its Topic Alias Maximum allows as many. */
  readonly maximumOutboundTopicAliases: number;
  readonly maximumQueuedMessages: number;
  readonly maximumQueuedBytes: number;
  /** Messages that wait for all clients together; a client that takes its messages as they come is let wait for all the same. */
  readonly maximumTotalQueuedMessages: number;
  readonly maximumTotalQueuedBytes: number;
  /** Bytes waiting for one client's network connection before QoS 0 messages to it are dropped. */
  readonly maximumOutboundBytes: number;
  /** The same for all clients together. */
  readonly maximumTotalOutboundBytes: number;
  readonly maximumRetainedMessages: number;
  readonly maximumRetainedBytes: number;
  /** Retained messages whose author has one user name; all without a name are one user. */
  readonly maximumRetainedMessagesPerUser: number;
  readonly maximumRetainedBytesPerUser: number;
  /** Bytes that all data of the process may take, beyond which nothing new is taken in. */
  readonly maximumMemoryBytes: number;
  /** Bytes of changes that a store which cannot write may hold in memory before nothing more is taken that it would have to keep. */
  readonly maximumUncommittedBytes: number;
  /** Seconds; a longer Session Expiry Interval is lowered to this. */
  readonly maximumSessionExpirySeconds: number;
  /** Seconds; a longer Keep Alive is lowered to this for MQTT 5 clients. */
  readonly maximumKeepAliveSeconds: number;
  /** Memory for the packets of a trace. */
  readonly maximumTraceBytes: number;
  /** Seconds after which a trace ends. */
  readonly maximumTraceSeconds: number;
  /** Bytes of one packet that a trace keeps. */
  readonly maximumTracedPacketBytes: number;
  /** Refused CONNECTs and malformed packets that are kept, the newest ones. */
  readonly maximumFaultyPackets: number;
  /** Memory for them. */
  readonly maximumFaultyBytes: number;
}

/** The limits that a listener may have of its own; its name stands with each client that came through it. */
export type ListenerLimits = Pick<Limits, "maximumConnections" | "maximumPacketBytes">;

/** Defaults; as mosquitto 2.1 has them where it has the same limit. */
export const DEFAULT_LIMITS: Limits = {
  maximumConnections: 100_000,
  maximumPendingConnections: 10_000,
  maximumConnectionsPerAddress: 5_000, // half of the pending ones: nobody alone can take them all
  maximumConnectionsPerUser: UNLIMITED,
  maximumConnectsPerSecond: UNLIMITED,
  connectTimeoutSeconds: 10,
  failedLoginsBeforeDelay: 5,
  maximumLoginDelaySeconds: 5,
  maximumConnectPacketBytes: 65_536,
  maximumPacketBytes: 2_000_000,
  maximumTopicBytes: 65_535,
  maximumTopicLevels: 200,
  maximumClientIdBytes: 65_535,
  maximumMessagesPerSecond: UNLIMITED,
  maximumBytesPerSecond: UNLIMITED,
  maximumSubscriptionsPerClient: 100_000,
  receiveMaximum: 1_000,
  maximumInflightMessages: 20,
  topicAliasMaximum: 10,
  maximumOutboundTopicAliases: 16,
  maximumQueuedMessages: 1_000,
  maximumQueuedBytes: 64 * 1024 * 1024,
  maximumTotalQueuedMessages: 10_000_000,
  maximumTotalQueuedBytes: 4 * 1024 * 1024 * 1024,
  maximumOutboundBytes: 64 * 1024 * 1024,
  maximumTotalOutboundBytes: 512 * 1024 * 1024,
  maximumRetainedMessages: 10_000_000,
  maximumRetainedBytes: 4 * 1024 * 1024 * 1024,
  maximumRetainedMessagesPerUser: UNLIMITED,
  maximumRetainedBytesPerUser: UNLIMITED,
  maximumMemoryBytes: UNLIMITED,
  maximumUncommittedBytes: 128 * 1024 * 1024,
  maximumSessionExpirySeconds: UNLIMITED,
  maximumKeepAliveSeconds: 65_535,
  maximumTraceBytes: 64 * 1024 * 1024,
  maximumTraceSeconds: 3_600,
  maximumTracedPacketBytes: 64 * 1024,
  maximumFaultyPackets: 200,
  maximumFaultyBytes: 1024 * 1024,
};
