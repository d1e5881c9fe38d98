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

/** Waits until nothing waits and nothing is under way at the broker; what does not come to an end, in words. */
export async function untilDrained(broker: Broker, deadline: number): Promise<string | undefined> {
  for (;;) {
    const sessions = await all<Session>(broker, "sessions").catch(() => undefined);
    if (sessions === undefined) return "the inside API does not answer";
    const busy = sessions.filter(
      ({ queuedMessages, inflightOut, inflightIn }) => queuedMessages + inflightOut + inflightIn > 0,
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

async function all<T>({ httpPort }: Broker, what: string): Promise<readonly T[]> {
  const response = await fetch(`http://127.0.0.1:${httpPort}/api/v1/${what}?limit=1000`);
  const { items } = (await response.json()) as { readonly items: readonly T[] };
  return items;
}
