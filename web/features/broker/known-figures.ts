import type { SysRow } from "./use-sys-values.ts";

/** Figures that most brokers tell, under names of their own. */
export const FIGURE_IDS = [
  "version",
  "uptime",
  "clients",
  "subscriptions",
  "retained",
  "messagesReceived",
  "messagesSent",
  "messagesDropped",
  "bytesReceived",
  "bytesSent",
] as const;
export type FigureId = (typeof FIGURE_IDS)[number];

/** Figures that only grow: how fast says more than how much. */
export const COUNTERS: ReadonlySet<FigureId> = new Set<FigureId>([
  "messagesReceived",
  "messagesSent",
  "messagesDropped",
  "bytesReceived",
  "bytesSent",
]);

/** Ends of topics under $SYS: mosquitto (and Vitrina), EMQX, VerneMQ. The first that is there counts. */
const ENDS: Record<FigureId, readonly RegExp[]> = {
  version: [/\/version$/],
  uptime: [/\/uptime$/],
  clients: [/\/clients\/connected$/, /\/stats\/connections\/count$/, /\/clients\/active$/],
  subscriptions: [/\/subscriptions\/count$/, /\/router_subscriptions$/],
  retained: [/\/retained messages\/count$/, /\/stats\/retained\/count$/, /\/retain_messages$/],
  messagesReceived: [
    /\/publish\/messages\/received$/,
    /\/metrics\/messages\/received$/,
    /\/mqtt\/publish\/received$/,
    /\/messages\/received$/,
  ],
  messagesSent: [
    /\/publish\/messages\/sent$/,
    /\/metrics\/messages\/sent$/,
    /\/mqtt\/publish\/sent$/,
    /\/messages\/sent$/,
  ],
  messagesDropped: [
    /\/publish\/messages\/dropped$/,
    /\/metrics\/messages\/dropped$/,
    /\/queue\/message\/drop$/,
  ],
  bytesReceived: [/\/metrics\/bytes\/received$/, /\/broker\/bytes\/received$/, /\/bytes\/received$/],
  bytesSent: [/\/metrics\/bytes\/sent$/, /\/broker\/bytes\/sent$/, /\/bytes\/sent$/],
};

/** Averages over minutes are told beside the counters, by the same last words. */
const AVERAGES = /\/load\//;

/** The rows of $SYS that hold figures the page knows. */
export function knownFigures(rows: readonly SysRow[]): ReadonlyMap<FigureId, SysRow> {
  const counters = rows.filter(({ value }) => !AVERAGES.test(value.topic));
  const found = new Map<FigureId, SysRow>();
  for (const id of FIGURE_IDS) {
    for (const end of ENDS[id]) {
      const row = counters.find(({ value }) => end.test(value.topic));
      if (row === undefined) continue;
      found.set(id, row);
      break;
    }
  }
  return found;
}
