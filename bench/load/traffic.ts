import type { Run } from "./client.ts";
import { type Moments, resultOf, snapshot } from "./measure.ts";
import type { LoadPlan, LoadResult } from "./plan.ts";
import type { Publisher } from "./publisher.ts";
import { Flood, type Pump, Steady } from "./pump.ts";
import { connectAll, fanOf, publishersOf, subscribersOf } from "./topology.ts";

const MILLISECONDS = 1000;
/** How long is waited for what has not come: in all, and without any progress. */
const LONGEST_DRAIN_SECONDS = 60;
const LONGEST_SILENCE_SECONDS = 3;
const IDLE_CHECK_MILLISECONDS = 20;
const NOTHING_WAITS = 0;

/** Messages from publishers to subscribers, as the plan says; those still under way at the end are waited for. */
export async function runTraffic(run: Run): Promise<LoadResult> {
  const { plan, tally } = run;
  const beforeConnecting = snapshot(run);
  const subscribers = subscribersOf(run);
  const publishers = publishersOf(run);
  await connectAll([...subscribers, ...publishers], plan.concurrency);
  const isAway = plan.kind === "away";
  if (isAway) for (const subscriber of subscribers) subscriber.end();
  const connected = snapshot(run);
  const pump =
    plan.kind === "steady" ? new Steady(run, publishers) : new Flood(run, publishers, isAway ? 0 : undefined);
  const startedAt = performance.now();
  const loop = new Loop(run, pump);
  await loop.until(startedAt + plan.warmupSeconds * MILLISECONDS);
  tally.isMeasuring = true;
  const begin = snapshot(run);
  await loop.until(startedAt + (plan.warmupSeconds + plan.seconds) * MILLISECONDS);
  tally.isMeasuring = false;
  const end = snapshot(run);
  loop.stop();
  if (isAway) await connectAll(subscribers, plan.concurrency);
  await drain(run, publishers);
  const moments: Moments = { beforeConnecting, connected, begin, end };
  const result = resultOf(run, moments, {
    expected: tally.published * fanOf(plan),
    unsent: unsentOf(plan, tally.published),
  });
  for (const client of [...publishers, ...subscribers]) client.end();
  return result;
}

function unsentOf(plan: LoadPlan, published: number): number {
  if (plan.kind !== "steady") return 0;
  return Math.max(0, Math.floor(plan.ratePerSecond * (plan.warmupSeconds + plan.seconds)) - published);
}

/**
 * Asks the pump once per turn in which something moved. At a fixed rate it turns without sleeping, so that no message
 * waits for a timer, and no arrival for a process to wake up.
 */
class Loop {
  readonly #run: Run;
  readonly #pump: Pump;
  readonly #timer: NodeJS.Timeout;
  #isAsked = false;
  #isStopped = false;

  constructor(run: Run, pump: Pump) {
    this.#run = run;
    this.#pump = pump;
    run.onProgress = () => this.#ask();
    // what finds out that nothing moves
    this.#timer = setInterval(() => this.#ask(), IDLE_CHECK_MILLISECONDS);
    this.#ask();
  }

  until(time: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, time - performance.now()));
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#run.onProgress = () => undefined;
  }

  #ask(): void {
    if (this.#isAsked || this.#isStopped) return;
    this.#isAsked = true;
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.#isAsked = false;
    if (this.#isStopped) return;
    this.#pump.pump(performance.now());
    if (this.#run.plan.kind === "steady") this.#ask();
  };
}

/** Waits until all that was published has come and was acknowledged, or nothing comes any more. */
async function drain(run: Run, publishers: readonly Publisher[]): Promise<void> {
  const { tally, plan } = run;
  const startedAt = performance.now();
  let progressAt = startedAt;
  let before = -1;
  const waiting = (): number =>
    tally.published * fanOf(plan) -
    tally.delivered +
    publishers.reduce((sum, each) => sum + each.inFlight, 0);
  while (waiting() > NOTHING_WAITS) {
    const now = performance.now();
    if (tally.delivered + tally.acknowledged !== before) progressAt = now;
    before = tally.delivered + tally.acknowledged;
    if (now - progressAt > LONGEST_SILENCE_SECONDS * MILLISECONDS) return;
    if (now - startedAt > LONGEST_DRAIN_SECONDS * MILLISECONDS) return;
    await new Promise((resolve) => setTimeout(resolve, IDLE_CHECK_MILLISECONDS));
  }
}
