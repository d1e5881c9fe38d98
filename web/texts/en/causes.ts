/** Why connections ended, why wills were fired or cleared, why messages were dropped. */
export const causes = {
  /** How a connection ended. */
  ends: {
    normal: {
      word: "left on purpose",
      text: "The client sent DISCONNECT 0x00: it left on purpose, so its will was dropped.",
    },
    "disconnect-with-will": {
      word: "left, will wanted",
      text: "The client sent DISCONNECT 0x04: it left on purpose, and asked for its will to be published all the same.",
    },
    "connection-lost": {
      word: "connection lost",
      text: "The network connection closed without a DISCONNECT: a crash, a pulled cable, a network that went away.",
    },
    "keep-alive-timeout": {
      word: "fell silent",
      text: "No whole packet came from the client for one and a half times its keep alive, so the broker closed the connection.",
    },
    "protocol-error": {
      word: "protocol error",
      text: "The client sent something that MQTT does not allow, so the broker closed the connection.",
    },
    "re-authentication-failed": {
      word: "authenticated anew in vain",
      text: "The client began to authenticate anew and did not succeed, so the broker closed the connection (DISCONNECT 0x87).",
    },
    "taken-over": {
      word: "taken over",
      text: "Another connection came with the same client id. There can be one only, so the broker closed the older one.",
    },
    administrative: {
      word: "disconnected by an operator",
      text: "An operator disconnected the client here or through the API (DISCONNECT 0x98).",
    },
    "session-ended": {
      word: "session ended",
      text: "Its session was ended while it was connected, so the connection went with it.",
    },
    "server-shutdown": {
      word: "broker shut down",
      text: "The broker was stopped, and told the client so (DISCONNECT 0x8B, or 0x9C or 0x9D with another server to use).",
    },
    "internal-error": {
      word: "fault of the broker",
      text: "The broker itself failed on this connection. Its log says where; please report it.",
    },
  },
  /** What made a will due, beside the end of its connection. */
  due: {
    "delay-elapsed": {
      word: "delay over",
      text: "It did not come back before the will's delay was over.",
    },
    "session-ended": {
      word: "session over",
      text: "Its session ended before the will's delay was over: a will never outlives its session.",
    },
  },
  both: (end: string, due: string) => `${end}, ${due}`,
  /** Why a will will not be published. */
  cleared: {
    normal: {
      word: "left on purpose",
      text: "The client sent DISCONNECT 0x00: who leaves on purpose leaves no will.",
    },
    "client-returned": {
      word: "client returned",
      text: "The client connected again before the delay was over, so nobody needs to be told.",
    },
    deleted: { word: "deleted", text: "It was deleted by an operator." },
  },
  /** Why a message did not reach one client. */
  drops: {
    "queue-full": {
      word: "queue full",
      text: "As many messages as may waited for this client already.",
    },
    "queue-bytes-full": {
      word: "queue too large",
      text: "As many bytes as may waited for this client already.",
    },
    "all-queues-full": {
      word: "all queues full",
      text: "As many messages as may waited for all clients together, and the client did not take its messages as they came.",
    },
    "all-queues-bytes-full": {
      word: "all queues too large",
      text: "As many bytes as may waited for all clients together, and the client did not take its messages as they came.",
    },
    "memory-full": {
      word: "memory full",
      text: "The broker had no memory left for messages that wait, and the client did not take its messages as they came.",
    },
    "store-full": {
      word: "store full",
      text: "The broker cannot write its data directory, and held as much in memory as may; the message could not be kept for the client, and whoever published it could not be told.",
    },
    "outbox-full": {
      word: "too slow",
      text: "The client reads more slowly than messages come; QoS 0 messages beyond what may wait on its connection are dropped.",
    },
    "packet-too-large": {
      word: "too large for the client",
      text: "The client said in CONNECT how large a packet it takes, and the message is larger.",
    },
    expired: {
      word: "expired",
      text: "The publisher gave the message a time to live, and it was over before the client took it.",
    },
    "not-authorized": { word: "not authorized", text: "The client may not receive this topic." },
    "session-ended": {
      word: "session ended",
      text: "The session ended while messages waited in it.",
    },
    "offline-qos-0": {
      word: "away at QoS 0",
      text: "The client was away, and QoS 0 messages are not kept for anybody.",
    },
  },
  setting: (flag: string) => `Limit: ${flag}`,
};
