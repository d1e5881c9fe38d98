import type { ConnectFlags, SessionDetail } from "../../../../server/adapters/http/contract/sessions.ts";

/** A CONNECT as most clients send it, with what a test is about changed. */
export function connectFlags(part: Partial<ConnectFlags> = {}): ConnectFlags {
  return {
    version: 5,
    cleanStart: false,
    sessionPresent: false,
    keepAliveSeconds: 60,
    grantedKeepAliveSeconds: 60,
    sessionExpirySeconds: 3600,
    grantedSessionExpirySeconds: 3600,
    receiveMaximum: 65_535,
    topicAliasMaximum: 0,
    requestProblemInformation: true,
    requestResponseInformation: false,
    userProperties: [],
    hasUserName: false,
    hasPassword: false,
    hasWill: false,
    ...part,
  };
}

const NO_DROPS = {
  "queue-full": 0,
  "queue-bytes-full": 0,
  "all-queues-full": 0,
  "all-queues-bytes-full": 0,
  "memory-full": 0,
  "store-full": 0,
  "outbox-full": 0,
  "packet-too-large": 0,
  expired: 0,
  "not-authorized": 0,
  "session-ended": 0,
  "offline-qos-0": 0,
};

/** A connected client with a durable session and nothing in it, with what a test is about changed. */
export function sessionDetail(part: Partial<SessionDetail> = {}): SessionDetail {
  return {
    clientId: "press-7",
    isConnected: true,
    connect: connectFlags(),
    peer: { transport: "tcp", listener: "mqtt", address: "10.1.4.7", port: 40_001 },
    isDurable: true,
    since: 1_000,
    subscriptions: 0,
    inflightOut: 0,
    inflightIn: 0,
    queuedMessages: 0,
    queuedBytes: 0,
    outboundBytes: 0,
    dropped: 0,
    will: "none",
    packetsReceived: 0,
    packetsSent: 0,
    subscriptionList: [],
    inflightOutList: [],
    inflightInList: [],
    topicAliases: { inbound: 0, outbound: 0 },
    dropsByReason: NO_DROPS,
    disconnects: [],
    warnings: [],
    ...part,
  };
}
