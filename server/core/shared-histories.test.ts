import fc from "fast-check";
import { expect, it } from "vitest";
import { NO_PROPERTIES, PacketType, type Publish } from "../../protocol/packets.ts";
import { FakeClock } from "./test-support/fake-clock.ts";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { textOf } from "./test-support/packets.ts";
import type { TestClient } from "./test-support/test-client.ts";

const FILTER = "$share/g/t";
const EXPIRY = 60;
/** More turns than any history needs to come to rest. */
const TURNS = 1000;

type Step =
  | { readonly kind: "publish"; readonly qos: 1 | 2 }
  | { readonly kind: "read"; readonly member: number; readonly count: number }
  | {
      readonly kind: "drop" | "resume" | "begin anew" | "leave" | "join" | "block" | "unblock";
      readonly member: number;
    }
  | { readonly kind: "expire" | "kill" };

const member = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("publish"), qos: fc.constantFrom(1, 2) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("read"), member, count: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom("drop", "resume", "begin anew", "leave", "join", "block", "unblock"),
      member,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("expire", "kill") }) },
);

/** A client of the group that answers in order what it reads. */
class Worker {
  readonly clientId: string;
  /** What was sent to it at QoS 2, read or not. */
  readonly sent = new Set<string>();
  #client: TestClient | undefined;
  #heard: Publish[] = [];
  #unfinished = new Set<number>();

  constructor(clientId: string) {
    this.clientId = clientId;
  }

  connect({ connect }: Harness, cleanStart: boolean): void {
    this.#hear();
    const properties = { sessionExpiryInterval: EXPIRY, receiveMaximum: 2 };
    this.#client = connect({ clientId: this.clientId, cleanStart, properties });
    this.#heard = [];
    if (this.#client.connack?.sessionPresent !== true) this.#unfinished.clear();
  }

  /** What its application is given; QoS 2 only once for each packet id. */
  read(count: number): string[] {
    const client = this.#client;
    if (client === undefined) return [];
    this.#hear();
    for (const { packetId } of client.take(PacketType.Pubrel)) {
      this.#unfinished.delete(packetId);
      client.answer(PacketType.Pubcomp, packetId);
    }
    return this.#heard.splice(0, count).flatMap((packet) => this.#onPublish(client, packet));
  }

  join(): void {
    this.#client?.subscribe(FILTER);
  }

  leave(): void {
    this.#client?.unsubscribe(FILTER);
  }

  drop(): void {
    this.#client?.drop();
    this.forget();
  }

  /** The broker's process is gone. */
  forget(): void {
    this.#hear();
    this.#client = undefined;
    this.#heard = [];
  }

  block(): void {
    this.#client?.block();
  }

  unblock(): void {
    this.#client?.unblock();
  }

  #hear(): void {
    const packets = this.#client?.take(PacketType.Publish) ?? [];
    this.#heard.push(...packets);
    for (const { qos, payload } of packets) if (qos === 2) this.sent.add(textOf(payload) ?? "");
  }

  #onPublish(client: TestClient, { packetId, qos, payload }: Publish): string[] {
    client.answer(qos === 1 ? PacketType.Puback : PacketType.Pubrec, packetId);
    const isRepeat = qos === 2 && this.#unfinished.has(packetId);
    if (qos === 2) this.#unfinished.add(packetId);
    return isRepeat ? [] : [textOf(payload) ?? ""];
  }
}

/** Three workers that come and go, one that is away at times but whose session never ends, and a publisher. */
class History {
  readonly given: string[] = [];
  readonly published: { readonly text: string; readonly qos: 1 | 2 }[] = [];
  readonly #clock = new FakeClock();
  readonly #workers = ["a", "b", "c"].map((clientId) => new Worker(clientId));
  readonly #anchor = new Worker("anchor");
  readonly everybody: readonly Worker[] = [...this.#workers, this.#anchor];
  #store = new HeldStore({ isQuick: true });
  house = createHarness({ store: this.#store, clock: this.#clock });

  constructor() {
    for (const worker of this.everybody) {
      worker.connect(this.house, true);
      worker.join();
    }
  }

  async take(action: Step): Promise<void> {
    if (action.kind === "publish") this.#publish(action.qos);
    else if ("member" in action) this.#take(this.#workers[action.member] as Worker, action);
    else if (action.kind === "expire") this.#expire();
    else await this.#kill();
  }

  rest(): void {
    for (const worker of this.#workers) {
      worker.connect(this.house, false);
      worker.join();
    }
    this.#anchor.connect(this.house, false);
    for (let turn = 0, quiet = 0; turn < TURNS && quiet < 2; turn++) {
      const heard = this.everybody.flatMap((worker) => worker.read(TURNS));
      this.given.push(...heard);
      quiet = heard.length === 0 ? quiet + 1 : 0;
    }
  }

  #take(worker: Worker, action: Extract<Step, { member: number }>): void {
    switch (action.kind) {
      case "read":
        this.given.push(...worker.read(action.count));
        break;
      case "resume":
      case "begin anew":
        worker.connect(this.house, action.kind === "begin anew");
        break;
      default:
        worker[action.kind]();
    }
  }

  #publish(qos: 1 | 2): void {
    const text = `${qos}/${this.published.length}`;
    this.published.push({ text, qos });
    const publisher = this.house.connect({ clientId: "p" });
    publisher.publish("t", text, { qos });
    publisher.disconnect(0, NO_PROPERTIES);
  }

  /** Sessions of those who are away end, but for the anchor, which is just back. */
  #expire(): void {
    this.#anchor.connect(this.house, false);
    this.#clock.advance(EXPIRY);
  }

  async #kill(): Promise<void> {
    this.#clock.killTimers();
    for (const worker of this.everybody) worker.forget();
    this.#store = new HeldStore({ isQuick: true, before: this.#store.committed });
    this.house = createHarness({ store: this.#store, clock: this.#clock });
    await this.house.broker.start();
  }
}

it("whatever members of a shared subscription do, somebody gets each message at QoS 1, and none at QoS 2 goes to two [5 MQTT-4.8.2-4] [5 MQTT-4.8.2-5]", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 80 }), async (steps) => {
      const history = new History();
      for (const action of steps) await history.take(action);
      history.rest();
      const { house, given, published, everybody } = history;
      expect(house.told("internalError")).toEqual([]);
      expect(published.filter(({ text, qos }) => qos === 1 && !given.includes(text))).toEqual([]);
      const sentTo = published.map(({ text }) => everybody.filter(({ sent }) => sent.has(text)).length);
      expect(Math.max(0, ...sentTo)).toBeLessThanOrEqual(1);
      const exact = given.filter((text) => text.startsWith("2"));
      expect(new Set(exact).size).toBe(exact.length);
      expect([...house.broker.inside.sessions()].filter(({ queuedMessages }) => queuedMessages > 0)).toEqual(
        [],
      );
    }),
    { numRuns: 200, seed: 21 },
  );
});
