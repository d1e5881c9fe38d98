import type { Run } from "./client.ts";
import { topicOf } from "./packets.ts";
import type { LoadPlan } from "./plan.ts";
import { Publisher } from "./publisher.ts";
import { Subscriber } from "./subscriber.ts";

/** To how many subscribers each message goes. */
export function fanOf(plan: LoadPlan): number {
  return plan.topology === "fan-out" ? plan.subscribers : 1;
}

export function subscribersOf(run: Run): readonly Subscriber[] {
  const { subscribers, topology } = run.plan;
  const filterOf = (index: number): string => {
    if (topology === "fan-in") return "bench/#";
    return topicOf(topology === "fan-out" ? 0 : index);
  };
  return Array.from({ length: subscribers }, (_, index) => new Subscriber(run, index, filterOf(index)));
}

export function publishersOf(run: Run): readonly Publisher[] {
  return Array.from({ length: run.plan.publishers }, (_, index) => new Publisher(run, index));
}

/** Connects all, so many at once as the plan says. */
export async function connectAll(
  clients: readonly { connect(): Promise<void> }[],
  concurrency: number,
): Promise<void> {
  const waiting = clients.values();
  const connectOnes = async (): Promise<void> => {
    for (const client of waiting) await client.connect();
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, clients.length) }, connectOnes));
}
