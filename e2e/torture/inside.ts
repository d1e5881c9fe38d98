import { setTimeout as delay } from "node:timers/promises";
import type { Broker } from "./broker.ts";

const POLL = 20;

/** What the inside API says of a session. */
interface Session {
  readonly clientId: string;
  readonly queuedMessages: number;
  readonly inflightOut: number;
  readonly inflightIn: number;
}

/** Of what a start on damaged files says that it has saved, lost and dropped (docs/errors.md, `store-damaged`). */
export interface DamageReport {
  readonly setAside: readonly string[];
  readonly saved: { readonly sessions: number; readonly retained: number };
  readonly lostRecords?: number;
  readonly lostBatches: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly mayBeOutdated: boolean;
}

/** What the last start took up. */
export interface Recovery {
  readonly sessions: number;
  readonly retained: number;
  readonly damage?: DamageReport;
}

/**
 * Waits until nothing waits and nothing is under way at the broker, of what its publishers sent only if they know of it;
 * what does not come to an end, in words.
 */
export async function untilDrained(
  broker: Broker,
  deadline: number,
  isPublishing: boolean,
): Promise<string | undefined> {
  for (;;) {
    const sessions = await all<Session>(broker, "sessions").catch(() => undefined);
    if (sessions === undefined) return "the inside API does not answer";
    const busy = sessions.filter(
      ({ queuedMessages, inflightOut, inflightIn }) =>
        queuedMessages + inflightOut + (isPublishing ? inflightIn : 0) > 0,
    );
    if (busy.length === 0) return undefined;
    if (performance.now() > deadline) {
      const what = busy.map((session) => `${session.clientId} (${JSON.stringify(session)})`).join(", ");
      return `what waits does not go out to its clients: ${what}`;
    }
    await delay(POLL);
  }
}

/** All subscriptions that the broker has, as `client filter`. */
export async function subscriptionsAt(broker: Broker): Promise<ReadonlySet<string>> {
  const items = await all<{ readonly clientId: string; readonly filter: string }>(broker, "subscriptions");
  return new Set(items.map(({ clientId, filter }) => `${clientId} ${filter}`));
}

/** How much the broker has that outlives a start, in words; undefined: nothing. */
export async function remainsAt(broker: Broker): Promise<string | undefined> {
  const kinds = ["sessions", "subscriptions", "retained"] as const;
  for (const kind of kinds) {
    const items = await all<unknown>(broker, kind);
    if (items.length > 0) return `${kind}: ${JSON.stringify(items)}`;
  }
  return undefined;
}

/** What the broker says of its last start. */
export async function recoveryOf(broker: Broker): Promise<Recovery | undefined> {
  const { store } = await get<{ readonly store: { readonly recovery?: Recovery } }>(broker, "broker");
  return store.recovery;
}

async function all<T>(broker: Broker, what: string): Promise<readonly T[]> {
  const { items } = await get<{ readonly items: readonly T[] }>(broker, `${what}?limit=1000`);
  return items;
}

async function get<T>({ httpPort }: Broker, what: string): Promise<T> {
  const ask = (): Promise<Response> => fetch(`http://127.0.0.1:${httpPort}/api/v1/${what}`);
  // once more: it may have taken a connection to the broker as it was before it was ended
  const response = await ask().catch(ask);
  return (await response.json()) as T;
}
