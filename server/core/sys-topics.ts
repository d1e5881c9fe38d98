import type { Context } from "./context.ts";
import { LoadAverage } from "./load-average.ts";
import type { Counters, Gauges } from "./ports/inside.ts";
import { BROKER } from "./routing/message.ts";

const MILLISECONDS = 1000;
const NOTHING = new Uint8Array(0);

/** What the rows of `$SYS` are made from. */
interface Readings {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly counters: Counters;
  readonly gauges: Gauges;
}

/** Topic below `$SYS/broker/` and its value, by the names mosquitto gives them. */
const ROWS: readonly (readonly [topic: string, value: (readings: Readings) => string | number])[] = [
  ["version", ({ version }) => `vitrina version ${version}`],
  ["uptime", ({ uptimeSeconds }) => `${uptimeSeconds} seconds`],
  ["clients/total", ({ gauges }) => gauges.sessions],
  ["clients/maximum", ({ gauges }) => gauges.clientsMaximum],
  ["clients/connected", ({ gauges }) => gauges.clientsConnected],
  ["clients/disconnected", ({ gauges }) => gauges.sessions - gauges.clientsConnected],
  ["clients/active", ({ gauges }) => gauges.clientsConnected],
  ["clients/inactive", ({ gauges }) => gauges.sessions - gauges.clientsConnected],
  ["clients/expired", ({ counters }) => counters.sessionsExpired],
  ["messages/received", ({ counters }) => counters.packetsReceived],
  ["messages/sent", ({ counters }) => counters.packetsSent],
  ["messages/stored", ({ gauges }) => gauges.retainedMessages + gauges.queuedMessages],
  ["store/messages/count", ({ gauges }) => gauges.retainedMessages + gauges.queuedMessages],
  ["store/messages/bytes", ({ gauges }) => gauges.retainedBytes + gauges.queuedBytes],
  ["subscriptions/count", ({ gauges }) => gauges.subscriptions],
  ["shared_subscriptions/count", ({ gauges }) => gauges.sharedSubscriptions],
  ["retained messages/count", ({ gauges }) => gauges.retainedMessages],
  ["bytes/received", ({ counters }) => counters.bytesReceived],
  ["bytes/sent", ({ counters }) => counters.bytesSent],
  ["publish/messages/received", ({ counters }) => counters.publishReceived],
  ["publish/messages/sent", ({ counters }) => counters.publishSent],
  ["publish/messages/dropped", ({ counters }) => totalDropped(counters)],
  ["publish/bytes/received", ({ counters }) => counters.publishBytesReceived],
  ["publish/bytes/sent", ({ counters }) => counters.publishBytesSent],
  ["packet/out/count", ({ gauges }) => gauges.queuedMessages],
  ["packet/out/bytes", ({ gauges }) => gauges.outboundBytes],
  ["connections/socket/count", ({ gauges }) => gauges.connections],
];

/** Rates below `$SYS/broker/load/`, each as 1, 5 and 15 minute averages per minute. */
const LOADS: readonly (readonly [topic: string, total: (counters: Counters) => number])[] = [
  ["messages/received", (counters) => counters.packetsReceived],
  ["messages/sent", (counters) => counters.packetsSent],
  ["publish/dropped", totalDropped],
  ["publish/received", (counters) => counters.publishReceived],
  ["publish/sent", (counters) => counters.publishSent],
  ["bytes/received", (counters) => counters.bytesReceived],
  ["bytes/sent", (counters) => counters.bytesSent],
  ["sockets", (counters) => counters.connectionsAccepted],
  ["connections", (counters) => counters.connectionsAccepted - counters.connectionsRefused],
];

/** What mosquitto counts as dropped: a message at QoS 0 for a client that is away is not among it. */
function totalDropped({ dropped }: Counters): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0) - dropped["offline-qos-0"];
}

/** Where the rows get what they show. */
export interface SysSource {
  readonly version: string;
  readonly startedAt: number;
  readonly intervalSeconds: number;
  gauges(): Gauges;
}

/** Publishes `$SYS/broker/…` as mosquitto does: retained, and only what has changed. */
export class SysTopics {
  readonly #context: Context;
  readonly #source: SysSource;
  readonly #last = new Map<string, string>();
  readonly #loads: readonly LoadAverage[];
  #cancel: (() => void) | undefined;

  constructor(context: Context, source: SysSource) {
    this.#context = context;
    this.#source = source;
    this.#loads = LOADS.map(() => new LoadAverage(source.intervalSeconds));
  }

  start(): void {
    this.#publishAll();
    this.#cancel = this.#context.clock.after(this.#source.intervalSeconds * MILLISECONDS, () => this.start());
  }

  stop(): void {
    this.#cancel?.();
  }

  #publishAll(): void {
    const { counters, clock } = this.#context;
    const { version, startedAt } = this.#source;
    const uptimeSeconds = Math.floor((clock.now() - startedAt) / MILLISECONDS);
    const readings: Readings = { version, uptimeSeconds, counters, gauges: this.#source.gauges() };
    for (const [topic, value] of ROWS) this.#publish(topic, String(value(readings)));
    LOADS.forEach(([topic, total], at) => {
      const load = this.#loads[at] as LoadAverage;
      load.update(total(counters));
      for (const { name, perMinute } of load.averages)
        this.#publish(`load/${topic}/${name}`, perMinute.toFixed(2));
    });
  }

  #publish(topic: string, text: string): void {
    if (this.#last.get(topic) === text) return;
    this.#last.set(topic, text);
    const payload = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) payload[at] = text.charCodeAt(at); // ASCII only
    this.#context.publisher.publishOwn({
      topic: this.#context.topics.own(`$SYS/broker/${topic}`),
      payload,
      qos: 2,
      retain: true,
      properties: NOTHING,
      publisher: BROKER,
    });
  }
}
