import { DEFAULT_LIMITS, type Limits } from "../core/ports/limits.ts";
import { automaticLimit, limit, wholeNumber } from "./setting.ts";

const { MAX_SAFE_INTEGER } = Number;
/** An empty broker takes a third of it. */
const SMALLEST_MEMORY_BYTES = 64 * 1024 * 1024;
/** Fixed header and the largest remaining length (MQTT 5.0 §2.1.4). */
const LARGEST_PACKET_BYTES = 268_435_460;
const SMALLEST_TRACE_BYTES = 64 * 1024;
const LARGEST_TRACE_BYTES = 1024 * 1024 * 1024;
const LONGEST_TRACE_SECONDS = 7 * 24 * 3600;
const TWO_BYTE_INTEGER = { from: 1, to: 65_535 };
/** A client id of letters and digits up to here must always be accepted [5 MQTT-3.1.3-5] [3 MQTT-3.1.3-5]. */
const CLIENT_ID_BYTES = { from: 23, to: 65_535 };
const ANY_COUNT = { from: 1, to: MAX_SAFE_INTEGER };
const FROM_ZERO = { from: 0, to: MAX_SAFE_INTEGER };
/** The value above, 0xFFFFFFFF, means never (MQTT 5.0 §3.1.2.11.2). */
const EXPIRY_SECONDS = { from: 0, to: 4_294_967_294 };

/** A limit whose value crosses the wire in a field that has no word for unlimited, or that only protects the broker. */
function fixed(name: keyof Limits, unit: string, description: string, range: { from: number; to: number }) {
  return wholeNumber({ group: "Limits", description }, unit, range, DEFAULT_LIMITS[name]);
}

function open(name: keyof Limits, unit: string, description: string, range = ANY_COUNT) {
  return limit({ group: "Limits", description }, unit, range, DEFAULT_LIMITS[name]);
}

/** One setting for each limit of the core. */
export const limitSettings = {
  maximumConnections: open("maximumConnections", "count", "Open network connections"),
  maximumPendingConnections: open(
    "maximumPendingConnections",
    "count",
    "Network connections that have not completed CONNECT",
  ),
  maximumConnectionsPerAddress: open(
    "maximumConnectionsPerAddress",
    "count",
    "Open network connections of one address, or of one IPv6 network (/64); loopback addresses are not counted",
  ),
  maximumConnectionsPerUser: open(
    "maximumConnectionsPerUser",
    "count",
    "Connected clients of one user name, of page:… too; those without a user name are not counted",
  ),
  maximumConnectsPerSecond: open(
    "maximumConnectsPerSecond",
    "count",
    "Network connections taken in within a second, of all addresses together",
  ),
  connectTimeoutSeconds: fixed(
    "connectTimeoutSeconds",
    "seconds",
    "Time from the network connection to a complete CONNECT",
    { from: 1, to: 3600 },
  ),
  failedLoginsBeforeDelay: fixed(
    "failedLoginsBeforeDelay",
    "count",
    "Logins with a wrong password from one address, or one IPv6 network (/64), before those from it have to wait",
    { from: 1, to: 1000 },
  ),
  maximumLoginDelaySeconds: fixed(
    "maximumLoginDelaySeconds",
    "seconds",
    "Longest wait of a login from an address where others have failed; at most half of the time for CONNECT; 0: none waits",
    { from: 0, to: 60 },
  ),
  maximumConnectPacketBytes: fixed(
    "maximumConnectPacketBytes",
    "bytes",
    "Size of a packet before CONNECT is accepted",
    { from: 64, to: LARGEST_PACKET_BYTES },
  ),
  maximumPacketBytes: open(
    "maximumPacketBytes",
    "bytes",
    "Size of a packet from a client, announced as Maximum Packet Size",
    { from: 64, to: LARGEST_PACKET_BYTES },
  ),
  maximumTopicBytes: fixed("maximumTopicBytes", "bytes", "Size of a topic name or filter", TWO_BYTE_INTEGER),
  maximumTopicLevels: fixed(
    "maximumTopicLevels",
    "count",
    "Levels of a topic name or filter",
    TWO_BYTE_INTEGER,
  ),
  maximumClientIdBytes: fixed("maximumClientIdBytes", "bytes", "Size of a client id", CLIENT_ID_BYTES),
  maximumMessagesPerSecond: open(
    "maximumMessagesPerSecond",
    "count",
    "Messages that a client may send in a second; --on-flood says what becomes of one that sends more",
  ),
  maximumBytesPerSecond: open(
    "maximumBytesPerSecond",
    "bytes",
    "Bytes that a client may send in a second, of whatever packets; --on-flood says what becomes of one that sends more",
  ),
  maximumSubscriptionsPerClient: open(
    "maximumSubscriptionsPerClient",
    "count",
    "Subscriptions of one client",
    FROM_ZERO,
  ),
  receiveMaximum: fixed(
    "receiveMaximum",
    "count",
    "QoS 1 and 2 messages taken from a client before it is answered, announced as Receive Maximum",
    TWO_BYTE_INTEGER,
  ),
  maximumInflightMessages: fixed(
    "maximumInflightMessages",
    "count",
    "QoS 1 and 2 messages sent to a client and not yet acknowledged; a smaller Receive Maximum of the client wins",
    TWO_BYTE_INTEGER,
  ),
  topicAliasMaximum: fixed("topicAliasMaximum", "count", "Topic aliases that a client may use", {
    from: 0,
    to: 65_535,
  }),
  maximumOutboundTopicAliases: fixed(
    "maximumOutboundTopicAliases",
    "count",
    "Topic aliases that the broker gives one client; a smaller Topic Alias Maximum of the client wins",
    { from: 0, to: 65_535 },
  ),
  maximumQueuedMessages: open(
    "maximumQueuedMessages",
    "count",
    "Messages that wait for one client",
    FROM_ZERO,
  ),
  maximumQueuedBytes: open(
    "maximumQueuedBytes",
    "bytes",
    "Size of the messages that wait for one client",
    FROM_ZERO,
  ),
  maximumTotalQueuedMessages: open(
    "maximumTotalQueuedMessages",
    "count",
    "Messages that wait for all clients together",
    FROM_ZERO,
  ),
  maximumTotalQueuedBytes: open(
    "maximumTotalQueuedBytes",
    "bytes",
    "Size of the messages that wait for all clients together",
    FROM_ZERO,
  ),
  maximumOutboundBytes: open(
    "maximumOutboundBytes",
    "bytes",
    "Bytes that wait for one client's network connection before QoS 0 messages to it are dropped",
  ),
  maximumTotalOutboundBytes: open("maximumTotalOutboundBytes", "bytes", "The same for all clients together"),
  maximumRetainedMessages: open("maximumRetainedMessages", "count", "Retained messages", FROM_ZERO),
  maximumRetainedBytes: open("maximumRetainedBytes", "bytes", "Size of all retained messages", FROM_ZERO),
  maximumRetainedMessagesPerUser: open(
    "maximumRetainedMessagesPerUser",
    "count",
    "Retained messages that one user name has set; all clients without a user name are one user",
    FROM_ZERO,
  ),
  maximumRetainedBytesPerUser: open(
    "maximumRetainedBytesPerUser",
    "bytes",
    "Size of the retained messages that one user name has set; all clients without a user name are one user",
    FROM_ZERO,
  ),
  maximumMemoryBytes: automaticLimit(
    {
      group: "Limits",
      description:
        "Memory that all data may take, beyond which nothing new is taken in; automatic: half of what the machine or the container has",
    },
    "bytes",
    { from: SMALLEST_MEMORY_BYTES, to: MAX_SAFE_INTEGER },
  ),
  maximumUncommittedBytes: open(
    "maximumUncommittedBytes",
    "bytes",
    "Changes that wait in memory while the data directory cannot be written, before nothing more is taken that must be kept",
    FROM_ZERO,
  ),
  maximumSessionExpirySeconds: open(
    "maximumSessionExpirySeconds",
    "seconds",
    "Longest Session Expiry Interval; a longer one is lowered to this",
    EXPIRY_SECONDS,
  ),
  maximumKeepAliveSeconds: fixed(
    "maximumKeepAliveSeconds",
    "seconds",
    "Longest Keep Alive of an MQTT 5 client; a longer one is lowered to this",
    TWO_BYTE_INTEGER,
  ),
  maximumTraceBytes: fixed("maximumTraceBytes", "bytes", "Memory for the packets of a trace", {
    from: SMALLEST_TRACE_BYTES,
    to: LARGEST_TRACE_BYTES,
  }),
  maximumTraceSeconds: fixed("maximumTraceSeconds", "seconds", "Time after which a trace ends by itself", {
    from: 1,
    to: LONGEST_TRACE_SECONDS,
  }),
  maximumTracedPacketBytes: fixed(
    "maximumTracedPacketBytes",
    "bytes",
    "Size up to which a trace keeps one packet; of a larger one it keeps the beginning",
    { from: 64, to: LARGEST_PACKET_BYTES },
  ),
  maximumFaultyPackets: fixed(
    "maximumFaultyPackets",
    "count",
    "Refused CONNECTs and malformed packets that are kept without a trace, the newest ones; 0: none",
    { from: 0, to: 100_000 },
  ),
  maximumFaultyBytes: fixed(
    "maximumFaultyBytes",
    "bytes",
    "Memory for refused CONNECTs and malformed packets",
    { from: 0, to: LARGEST_TRACE_BYTES },
  ),
} satisfies Record<keyof Limits, unknown>;

const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as readonly (keyof Limits)[];

/** The limits among all settings. */
export function limitsOf(settings: Limits): Limits {
  return Object.fromEntries(LIMIT_NAMES.map((name) => [name, settings[name]])) as Record<
    keyof Limits,
    number
  >;
}
