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
export async function untilDrained({ httpPort }: Broker, deadline: number): Promise<string | undefined> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${httpPort}/api/v1/sessions?limit=1000`);
    const { items } = (await response.json()) as { readonly items: readonly Session[] };
    const busy = items.filter(
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
