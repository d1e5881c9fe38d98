import type { Publish } from "../../protocol/packets.ts";
import { FIRST_ERROR_CODE } from "../../protocol/reason-codes.ts";
import type { Random } from "../fuzz/random.ts";
import { Client, type World } from "./client.ts";
import {
  RETAINED_FILTER,
  type RetainedTopic,
  type RetainedValues,
  retainedNumber,
} from "./retained-values.ts";

/** Its retained value comes behind all others, which were asked for before it. */
export const LAST = "torture/last";
const OPTIONS = { qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
/** So long until it looks again, milliseconds. */
const BETWEEN_AUDITS = 700;

/** A client without a session that comes again and again and looks at all retained values. */
export class Auditor extends Client {
  audits = 0;
  readonly #retained: RetainedValues;
  /** The oldest value that each topic may have: the one that was acknowledged last as it asked. */
  #oldest = new Map<RetainedTopic, number>();
  readonly #seen = new Set<RetainedTopic>();
  #isSettled = false;

  constructor(world: World, random: Random, retained: RetainedValues) {
    super(world, random, { version: 5, clientId: "auditor", cleanStart: true, keepAliveSeconds: 0 });
    this.#retained = retained;
  }

  /** Whether it has seen everything since `begin`. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** All values are to be looked at once more. */
  begin(): void {
    this.#isSettled = false;
  }

  protected act(): void {}

  protected override isAwaited(): boolean {
    return !this.#isSettled;
  }

  protected onConnected(): void {
    const last = { topic: LAST, payload: Buffer.from("last"), qos: 1, retain: true } as const;
    this.mqtt.publish(last, ({ reasonCode }) => {
      if (reasonCode === undefined) return; // the connection ended before
      if (reasonCode < FIRST_ERROR_CODE) this.#subscribe();
      else if (this.world.broker.mayRefuse(reasonCode)) this.leave(BETWEEN_AUDITS);
    });
  }

  protected onDisconnected(): void {}

  protected override onMessage(publish: Publish): void {
    if (!publish.retain) return; // set just now, not kept
    if (publish.topic === LAST) this.#finish();
    else this.#look(publish);
  }

  #subscribe(): void {
    this.#seen.clear();
    this.#oldest = new Map(
      [...this.#retained.topics].map((topic) => [topic, topic.candidates[0]?.number ?? 0]),
    );
    const filters = [RETAINED_FILTER, LAST];
    this.mqtt.subscribe(filters.map((filter) => ({ filter, ...OPTIONS })));
  }

  #look({ topic: name, payload }: Publish): void {
    const topic = this.#retained.named(name);
    const number = topic && retainedNumber(topic, payload);
    if (topic === undefined || number === undefined || number > topic.last) {
      this.world.faults.add("invented", `${name} has a value that nobody has set`);
      return;
    }
    this.#seen.add(topic);
    const oldest = this.#oldest.get(topic) ?? 0;
    if (number >= oldest) return;
    const what = `${name} has value ${number}, though ${oldest} was acknowledged`;
    this.world.faults.add("retained value", what, { topic, number });
  }

  /** What has no value must have been cleared last, or be cleared by what is under way. */
  #finish(): void {
    for (const topic of this.#retained.topics) {
      if (this.#seen.has(topic) || topic.candidates.some(({ isSet }) => !isSet)) continue;
      if (this.#oldest.get(topic) !== topic.candidates[0]?.number) continue; // acknowledged while we looked
      const what = `${topic.name} has no value, though ${topic.candidates[0]?.number} was acknowledged`;
      this.world.faults.add("retained value", what, { topic, number: undefined });
    }
    this.audits++;
    this.#isSettled = true;
    this.leave(BETWEEN_AUDITS);
  }
}
