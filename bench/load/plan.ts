import type { ProtocolVersion, QoS } from "../../protocol/packets.ts";

/** Who sends to whom: each to its own, one to all, all to one. */
export type Topology = "pairs" | "fan-out" | "fan-in";

/**
 * What is done: as fast as the broker delivers, at a fixed rate, to durable sessions whose clients are away, or only
 * connections.
 */
export type LoadKind = "flood" | "steady" | "away" | "connect" | "idle";

/** One run of the generator. */
export interface LoadPlan {
  readonly kind: LoadKind;
  readonly port: number;
  readonly transport: "tcp" | "ws";
  readonly version: ProtocolVersion;
  readonly topology: Topology;
  readonly publishers: number;
  readonly subscribers: number;
  readonly qos: QoS;
  readonly payloadBytes: number;
  /** Unacknowledged messages per publisher at QoS 1 and 2. */
  readonly window: number;
  /** Deliveries under way after which publishers wait. */
  readonly backlog: number;
  /** Messages a second of all publishers together, where `kind` is steady. */
  readonly ratePerSecond: number;
  /** Connections that are made after those of `subscribers`, and measured for themselves, where only connections are made. */
  readonly laterConnections: number;
  /** How many handshakes go on at once. */
  readonly concurrency: number;
  readonly seconds: number;
  readonly warmupSeconds: number;
  /** Subscribers have sessions that outlive their connections. */
  readonly isDurable: boolean;
  /** Whose CPU time and memory are measured; undefined where the system does not tell them. */
  readonly brokerPid?: number;
}

/** Microseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly maximum: number;
}

/** What one run found: rates of the measured window, counts of the whole run, warm-up and draining included. */
export interface LoadResult {
  readonly seconds: number;
  /** When it was measured, microseconds of the clock that all processes share: profiles have the same. */
  readonly window: { readonly begin: number; readonly end: number };
  readonly publishedPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly acknowledgedPerSecond: number;
  readonly brokerCpuSeconds: number;
  readonly generatorCpuSeconds: number;
  /** From when a message was due to its arrival. */
  readonly latency: Percentiles;
  /** From PUBLISH to the end of its handshake. */
  readonly acknowledgement: Percentiles;
  readonly handshake: Percentiles;
  readonly handshakesPerSecond: number;
  readonly handshakeCpuSeconds: number;
  /** CPU time of the broker for `laterConnections`. */
  readonly laterHandshakeCpuSeconds: number;
  readonly bytesPerConnection: number;
  readonly expected: number;
  readonly delivered: number;
  readonly lost: number;
  readonly unacknowledged: number;
  readonly duplicates: number;
  readonly reordered: number;
  /** Packets that no broker should have sent, and payloads that changed. */
  readonly errors: number;
  readonly disconnects: number;
  /** Messages due within the window that could not be sent, where `kind` is steady. */
  readonly unsent: number;
}
