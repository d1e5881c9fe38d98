/** The signs of the page: one for each idea, the same everywhere. */
export const signs = {
  retained: "retained",
  retainedTip: "This topic has a retained message now: whoever subscribes gets it at once.",
  retainedFlag: "RETAIN",
  retainedFlagTip: "This message came with the RETAIN flag set.",
  durable: "durable",
  durableTip:
    "The session stays when the client leaves: subscriptions are kept and QoS 1 and 2 messages queue.",
  transient: "transient",
  transientTip: "The session ends with its connection: nothing is kept and nothing queues.",
  qos: (level: number) => `QoS ${level}`,
  qosTips: [
    "QoS 0, at most once: sent and forgotten.",
    "QoS 1, at least once: sent again until it is acknowledged.",
    "QoS 2, exactly once: a handshake of four packets.",
  ],
  will: "will",
  willStates: { armed: "armed", waiting: "waiting", fired: "fired", cleared: "cleared" },
  willTips: {
    armed: "A will is ready: the broker publishes it if the connection is lost.",
    waiting:
      "The connection is lost; the will is published when its delay has elapsed, unless the client returns.",
    fired: "The will was published.",
    cleared: "The will was dropped: it will not be published.",
  },
  presence: { connected: "connected", away: "away", expired: "expired" },
  presenceTips: {
    connected: "The client is connected now.",
    away: "The client is gone; its session waits for it.",
    expired: "The session has ended: nothing waits for the client.",
  },
  transports: { tcp: "TCP", tls: "TLS", ws: "WS", wss: "WSS" },
  transportTips: {
    tcp: "Plain TCP: not encrypted.",
    tls: "TCP inside TLS: encrypted.",
    ws: "WebSocket: not encrypted.",
    wss: "WebSocket inside TLS: encrypted.",
  },
  directions: { in: "in", out: "out" },
  directionTips: { in: "Received.", out: "Sent." },
  dup: "DUP",
  dupTip: "Sent again: the receiver may have had it before.",
};
