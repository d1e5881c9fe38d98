import type { Run } from "./client.ts";
import { resultOf, snapshot } from "./measure.ts";
import { topicOf } from "./packets.ts";
import type { LoadResult } from "./plan.ts";
import { Subscriber } from "./subscriber.ts";
import { connectAll } from "./topology.ts";

const MILLISECONDS = 1000;

/** Connections with one subscription each, which are made as fast as they come in, some before others, and then held. */
export async function runConnections(run: Run): Promise<LoadResult> {
  const { plan } = run;
  const beforeConnecting = snapshot(run);
  const clients = Array.from(
    { length: plan.subscribers + plan.laterConnections },
    (_, index) => new Subscriber(run, index, topicOf(index)),
  );
  await connectAll(clients.slice(0, plan.subscribers), plan.concurrency);
  const connected = snapshot(run);
  await connectAll(clients.slice(plan.subscribers), plan.concurrency);
  const held = plan.kind === "idle" ? plan.seconds : 0;
  await new Promise((resolve) => setTimeout(resolve, held * MILLISECONDS));
  const end = snapshot(run);
  const moments = { beforeConnecting, connected, begin: connected, end };
  const result = resultOf(run, moments, { expected: 0, unsent: 0 });
  for (const client of clients) client.end();
  return result;
}
