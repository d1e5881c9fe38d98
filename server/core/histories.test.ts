import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeClock } from "./test-support/fake-clock.ts";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { ModelClient } from "./test-support/model-client.ts";

const TOPICS = ["t/a", "t/b"] as const;
/** More turns than any history needs to come to rest. */
const TURNS = 2000;
/** So few that queues which a store has are read from it over and over. */
const QUEUE_PAGE_MESSAGES = 2;
const LIMITS = { maximumQueuedMessages: 100_000, maximumInflightMessages: 4 };

type Step =
  | { readonly kind: "publish"; readonly client: number; readonly qos: 1 | 2; readonly topic: number }
  | { readonly kind: "read"; readonly client: number; readonly count: number }
  | { readonly kind: "lose" | "block" | "unblock"; readonly client: number }
  | { readonly kind: "connect"; readonly client: number; readonly receiveMaximum: number }
  | { readonly kind: "hold" | "release" | "kill" };

const client = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("publish"),
      client,
      qos: fc.constantFrom(1, 2),
      topic: fc.nat(1),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("read"), client, count: fc.integer({ min: 1, max: 8 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("lose", "block", "unblock"), client }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("connect"),
      client,
      receiveMaximum: fc.integer({ min: 1, max: 5 }),
    }),
  },
);
const storeStep: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom("hold", "release", "kill") });

/** Three clients that subscribe to everything and publish, and the broker under them. */
class History {
  readonly clients = [new ModelClient("a", 5), new ModelClient("b", 4), new ModelClient("c", 5)];
  readonly #clock = new FakeClock();
  #store: HeldStore | undefined;
  #harness: Harness;

  constructor(store: HeldStore | undefined) {
    this.#store = store;
    this.#harness = this.#createHarness();
    for (const each of this.clients) {
      each.connect(this.#harness, 3);
      each.subscribe("t/+");
      each.read(TURNS);
    }
  }

  async take(action: Step): Promise<void> {
    switch (action.kind) {
      case "publish":
        this.#of(action).publish(TOPICS[action.topic] ?? "t", action.qos);
        break;
      case "read":
        this.#of(action).read(action.count);
        break;
      case "connect":
        this.#of(action).connect(this.#harness, action.receiveMaximum);
        break;
      case "hold":
        if (this.#store !== undefined) this.#store.isQuick = false;
        break;
      case "release":
        this.#store?.release();
        break;
      case "kill":
        await this.#kill();
        break;
      default:
        this.#of(action)[action.kind]();
    }
  }

  /** Everybody is connected and reads until nothing more comes. */
  rest(): void {
    for (const each of this.clients) each.connect(this.#harness, 3);
    let quiet = 0;
    for (let turn = 0; turn < TURNS && quiet < 2; turn++) {
      this.#store?.release();
      const heard = this.clients.map((each) => each.read(TURNS));
      quiet = heard.includes(true) ? 0 : quiet + 1;
    }
  }

  get internalErrors(): number {
    return this.#harness.told("internalError").length;
  }

  get leftOver(): number {
    const { sessions } = this.#harness.broker.inside;
    return [...sessions()].reduce(
      (sum, each) => sum + each.inflightOut + each.inflightIn + each.queuedMessages,
      0,
    );
  }

  #of({ client: at }: { readonly client: number }): ModelClient {
    return this.clients[at] as ModelClient;
  }

  #createHarness(): Harness {
    const stored = this.#store && { store: this.#store, queuePageMessages: QUEUE_PAGE_MESSAGES };
    return createHarness({ clock: this.#clock, limits: LIMITS, ...stored });
  }

  /** SIGKILL: what was not committed is gone; then a start from what was. */
  async #kill(): Promise<void> {
    if (this.#store === undefined) return;
    this.#clock.killTimers();
    for (const each of this.clients) each.forgetWire();
    this.#store = new HeldStore({ isQuick: this.#store.isQuick, before: this.#store.committed });
    this.#harness = this.#createHarness();
    await this.#harness.broker.start();
  }
}

/** Every message of every publisher came, per topic and QoS in its order; at QoS 2 once. */
function check(history: History): void {
  expect([history.internalErrors, history.leftOver]).toEqual([0, 0]);
  for (const publisher of history.clients) {
    expect(publisher.isFinished).toBe(true);
    for (const topic of TOPICS)
      for (const qos of [1, 2]) {
        const sent = publisher.published.filter((each) => each.topic === topic && each.qos === qos);
        const texts = sent.map(({ text }) => text);
        for (const { clientId, given } of history.clients) {
          const mine = given
            .filter(({ text, qos: at }) => at === qos && texts.includes(text))
            .map(({ text }) => text);
          const heard = qos === 2 ? mine : [...new Set(mine)];
          expect([clientId, qos, heard]).toEqual([clientId, qos, texts]);
        }
      }
  }
}

async function run(steps: readonly Step[], store: HeldStore | undefined): Promise<void> {
  const history = new History(store);
  for (const action of steps) await history.take(action);
  history.rest();
  check(history);
}

describe("whatever happens to wires and clients", () => {
  it("nothing is lost, nothing comes twice at QoS 2, and order is kept [5 MQTT-4.3.3-10] [5 MQTT-4.6.0-5] [5 MQTT-4.6.0-6] [3 MQTT-4.6.0-5] [3 MQTT-4.6.0-6]", async () => {
    const steps = fc.array(step, { minLength: 10, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(steps, (list) => run(list, undefined)),
      { numRuns: 500, seed: 11 },
    );
  });

  it("the same over kills of the broker, from what its store had committed", async () => {
    const steps = fc.array(fc.oneof({ weight: 6, arbitrary: step }, { weight: 1, arbitrary: storeStep }), {
      minLength: 10,
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(steps, (list) => run(list, new HeldStore({ isQuick: true }))),
      { numRuns: 500, seed: 12 },
    );
  });
});
