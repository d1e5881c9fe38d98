import { setTimeout as delay } from "node:timers/promises";
import type { Cast } from "./cast.ts";
import type { World } from "./client.ts";
import { subscriptionsAt, untilDrained } from "./inside.ts";

/** All clients move once in so many milliseconds. */
const STEP = 10;
/** In which everything must have come that is to come. */
const SETTLE_MILLISECONDS = 120_000;

/** What else moves with the clients. */
export type Step = (now: number) => void;

/** Everybody does what they like until it is over. */
export async function load({ clients }: Cast, step: Step, isOver: (now: number) => boolean): Promise<void> {
  for (let now = performance.now(); !isOver(now); now = performance.now()) {
    step(now);
    for (const client of clients) client.step(now, false);
    await delay(STEP);
  }
}

/** Everybody comes back, what is under way arrives; then all is counted. */
export async function settle(world: World, cast: Cast, isBusy: () => boolean): Promise<void> {
  const { broker, ledger, faults } = world;
  cast.auditor.begin();
  const deadline = performance.now() + SETTLE_MILLISECONDS;
  while (isBusy() || !cast.clients.every(({ isSettled }) => isSettled)) {
    if (broker.hasDied) return;
    if (performance.now() > deadline) {
      const who = cast.clients.filter(({ isSettled }) => !isSettled).map(({ id }) => id);
      faults.add("broker", `not all clients came to rest: ${who.join(", ")}`);
      return;
    }
    for (const client of cast.clients) client.step(performance.now(), true);
    await delay(STEP);
  }
  const problem = await untilDrained(broker, deadline, faults.leeway === undefined);
  for (const will of cast.wills) will.settle();
  ledger.settle();
  if (problem === undefined) await checkSubscriptions(world, cast);
  else faults.add("broker", problem);
}

/** They all say goodbye for good. */
export async function retire({ clients }: Cast): Promise<void> {
  for (const client of clients) client.retire();
  while (!clients.every(({ isAway }) => isAway)) await delay(STEP);
}

async function checkSubscriptions({ broker, faults }: World, { subscribers }: Cast): Promise<void> {
  const had = await subscriptionsAt(broker);
  for (const { id, subscriptions } of subscribers) {
    const must = subscriptions.map((filter) => `${id} ${filter}`);
    const has = [...had].filter((line) => line.startsWith(`${id} `));
    for (const line of must) if (!had.has(line)) faults.add("subscription", `the broker lost ${line}`);
    for (const line of has)
      if (!must.includes(line))
        faults.add("subscription", `the broker has ${line}, which its client has not`);
  }
}
