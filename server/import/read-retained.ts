import { setTimeout as delay } from "node:timers/promises";
import type { Publish } from "../../protocol/packets.ts";
import { type BrokerLink, type LinkOptions, openLink } from "./broker-link.ts";
import { importFailure } from "./import-failure.ts";

/** How long no retained message comes before we ask whether that was all, milliseconds. */
const QUIET = 1_000;
const FIRST_ERROR_CODE = 0x80;
const STATISTICS = "$SYS/";
const COUNT_TOPIC = "$SYS/broker/retained messages/count";

/** What came of reading. */
export interface RetainedCount {
  /** Topics with a retained message. */
  readonly found: number;
  /** Retained messages that the broker says it has and that did not come; known where everything was asked for. */
  readonly missing: number;
}

/**
 * Reads the retained messages below these filters, each topic once. The broker does not say where they end: after a
 * quiet interval it is asked for its statistics, whose SUBACK says that it lives and has sent what it had to send before.
 * Throws StartError.
 */
export async function readRetained(
  options: LinkOptions,
  filters: readonly string[],
  onRetained: (publish: Publish) => void,
): Promise<RetainedCount> {
  const topics = new Set<string>();
  const statistics = new Set<string>();
  let counted = 0;
  const onMessage = (publish: Publish): void => {
    const { topic, payload, retain } = publish;
    // without Retain As Published what is published meanwhile comes with RETAIN 0
    if (!retain || payload.length === 0) return;
    if (topic === COUNT_TOPIC) counted = Number(Buffer.from(payload).toString()) || 0;
    if (topic.startsWith(STATISTICS)) statistics.add(topic);
    else if (!topics.has(topic)) {
      topics.add(topic);
      onRetained(publish);
    }
  };
  const link = await openLink({ ...options, onMessage });
  try {
    checkCodes(options, filters, await link.subscribe(filters));
    await untilQuiet(link, () => topics.size);
  } finally {
    link.close();
  }
  // mosquitto counts its statistics, which are retained, among the others
  const missing = filters.includes("#") ? Math.max(0, counted - topics.size - statistics.size) : 0;
  return { found: topics.size, missing };
}

async function untilQuiet(link: BrokerLink, count: () => number): Promise<void> {
  let before: number;
  do {
    before = count();
    await Promise.race([delay(QUIET), link.failed]);
    await link.subscribe([`${STATISTICS}#`]);
  } while (count() !== before);
}

function checkCodes({ address }: LinkOptions, filters: readonly string[], codes: readonly number[]): void {
  const refused = filters.filter((_filter, index) => (codes[index] ?? 0) >= FIRST_ERROR_CODE);
  if (refused.length === 0) return;
  const sentence = `the broker at ${address.name} does not let us subscribe to ${refused.join(", ")}`;
  throw importFailure("import-broker-failed", `${sentence}. Give a user who may, or another --topic`);
}
