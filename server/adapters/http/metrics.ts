import { Counter, Gauge, Registry } from "prom-client";
import type { BrokerInfo, Counters, Gauges, Inside, StoreInfo } from "../../core/ports/inside.ts";

type Plain<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T];
type Row<K> = readonly [key: K, name: string, help: string];

const COUNTERS: readonly Row<Plain<Counters>>[] = [
  ["bytesReceived", "vitrina_bytes_received_total", "Bytes received from clients"],
  ["bytesSent", "vitrina_bytes_sent_total", "Bytes sent to clients"],
  ["packetsReceived", "vitrina_packets_received_total", "MQTT packets received"],
  ["packetsSent", "vitrina_packets_sent_total", "MQTT packets sent"],
  ["publishReceived", "vitrina_publish_received_total", "PUBLISH packets received"],
  ["publishSent", "vitrina_publish_sent_total", "PUBLISH packets sent"],
  [
    "publishBytesReceived",
    "vitrina_publish_received_bytes_total",
    "Payload bytes received in PUBLISH packets",
  ],
  ["publishBytesSent", "vitrina_publish_sent_bytes_total", "Payload bytes sent in PUBLISH packets"],
  ["connectionsAccepted", "vitrina_connections_accepted_total", "Network connections that were accepted"],
  [
    "connectionsRefused",
    "vitrina_connections_refused_total",
    "Connections that were refused before they had a session",
  ],
  ["sessionsExpired", "vitrina_sessions_expired_total", "Sessions that expired"],
  ["willsFired", "vitrina_wills_fired_total", "Wills that were published"],
];

const GAUGES: readonly Row<keyof Gauges>[] = [
  ["connections", "vitrina_connections", "Open network connections"],
  ["sessions", "vitrina_sessions", "Sessions, connected or away"],
  ["clientsConnected", "vitrina_clients_connected", "Connected clients"],
  ["clientsMaximum", "vitrina_clients_maximum", "The most clients connected at one time"],
  ["subscriptions", "vitrina_subscriptions", "Subscriptions"],
  ["sharedSubscriptions", "vitrina_shared_subscriptions", "Shared subscriptions"],
  ["retainedMessages", "vitrina_retained_messages", "Retained messages"],
  ["retainedBytes", "vitrina_retained_bytes", "Bytes of retained messages"],
  ["queuedMessages", "vitrina_queued_messages", "Messages that wait for their clients"],
  ["queuedBytes", "vitrina_queued_bytes", "Bytes of messages that wait for their clients"],
  ["outboundBytes", "vitrina_outbound_bytes", "Bytes that wait for network connections"],
  ["willsArmed", "vitrina_wills_armed", "Wills of connected clients"],
  ["willsDelayed", "vitrina_wills_delayed", "Wills that wait for their delay"],
  ["memoryBytes", "vitrina_memory_bytes", "Memory that all data take, for maximum-memory-bytes"],
];

const MICROSECONDS = 1e6;
const MILLISECONDS = 1e3;

/** The broker's figures for Prometheus, read off the broker at each scrape. */
export function createMetrics(inside: Inside): { contentType: string; scrape(): Promise<string> } {
  const registry = new Registry();
  const setters = [
    ...COUNTERS.map(([key, name, help]) => counter(registry, name, help, (info) => info.counters[key])),
    ...GAUGES.map(([key, name, help]) => gauge(registry, name, help, (info) => info.gauges[key])),
    drops(registry),
    heldBack(registry),
    gauge(
      registry,
      "vitrina_memory_full",
      "1 while nothing new is taken in (maximum-memory-bytes)",
      (info) => (info.isMemoryFull ? 1 : 0),
    ),
    ...ofTheStore(registry),
    build(registry),
    ...ofTheProcess(registry),
  ];
  return {
    contentType: registry.contentType,
    scrape: () => {
      const info = inside.info();
      for (const set of setters) set(info);
      return registry.metrics();
    },
  };
}

type Read = (info: BrokerInfo) => number;
type Setter = (info: BrokerInfo) => void;

function counter(registry: Registry, name: string, help: string, read: Read): Setter {
  const metric = new Counter({ name, help, registers: [registry] });
  return (info) => {
    metric.reset();
    metric.inc(read(info));
  };
}

function gauge(registry: Registry, name: string, help: string, read: Read): Setter {
  const metric = new Gauge({ name, help, registers: [registry] });
  return (info) => metric.set(read(info));
}

function drops(registry: Registry): Setter {
  const help = "Messages that did not reach one client, by reason";
  return labelled(
    registry,
    "vitrina_messages_dropped_total",
    help,
    "reason",
    (info) => info.counters.dropped,
  );
}

function heldBack(registry: Registry): Setter {
  const help = "How often a limit that keeps floods out has held somebody back, by its setting";
  return labelled(registry, "vitrina_held_back_total", help, "limit", (info) => info.counters.heldBack);
}

function labelled(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  read: (info: BrokerInfo) => Readonly<Record<string, number>>,
): Setter {
  const metric = new Counter({ name, help, labelNames: [label], registers: [registry] });
  return (info) => {
    metric.reset();
    for (const [value, count] of Object.entries(read(info))) metric.inc({ [label]: value }, count);
  };
}

function ofTheStore(registry: Registry): Setter[] {
  const row = (name: string, help: string, read: (store: StoreInfo) => number): Setter =>
    gauge(registry, name, help, ({ store }) => read(store));
  return [
    row("vitrina_store_failing", "1 while the store cannot write", ({ failure }) =>
      failure === undefined ? 0 : 1,
    ),
    row(
      "vitrina_store_last_commit_time_seconds",
      "When something was made safe for the last time, since the epoch; 0: never",
      ({ committedAt }) => (committedAt ?? 0) / MILLISECONDS,
    ),
    row(
      "vitrina_store_uncommitted_changes",
      "Changes that are not safe yet",
      ({ uncommitted }) => uncommitted.changes,
    ),
    row(
      "vitrina_store_uncommitted_bytes",
      "Memory that changes take that are not safe yet",
      ({ uncommitted }) => uncommitted.bytes,
    ),
    row("vitrina_store_file_bytes", "Size of the store's file", ({ fileBytes }) => fileBytes),
    row("vitrina_store_journal_bytes", "Size of the store's journal", ({ journalBytes }) => journalBytes),
  ];
}

function build(registry: Registry): Setter {
  const metric = new Gauge({
    name: "vitrina_build_info",
    help: "1, with the version as a label",
    labelNames: ["version"],
    registers: [registry],
  });
  return (info) => metric.set({ version: info.version }, 1);
}

function ofTheProcess(registry: Registry): Setter[] {
  return [
    gauge(
      registry,
      "process_start_time_seconds",
      "Start of the broker since the epoch",
      (info) => info.startedAt / MILLISECONDS,
    ),
    gauge(registry, "process_resident_memory_bytes", "Resident memory", () => process.memoryUsage.rss()),
    counter(registry, "process_cpu_seconds_total", "User and system CPU time", () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / MICROSECONDS;
    }),
  ];
}
