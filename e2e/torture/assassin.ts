import { between, chance, type Random } from "../fuzz/random.ts";
import type { Broker } from "./broker.ts";

/** From when the broker is ready until it is ended, milliseconds. */
const SOONEST = 30;
const LATEST = 2_500;
/** Of a hundred ends: so many are polite, and so many starts are cut short. */
const STOPS = 8;
const CUT_STARTS = 10;
const MOST_START = 250;

/** Ends the broker at random moments, and starts it again. */
export class Assassin {
  kills = 0;
  stops = 0;
  readonly #broker: Broker;
  readonly #random: Random;
  #nextAt = 0;
  #work: Promise<void> | undefined;

  constructor(broker: Broker, random: Random) {
    this.#broker = broker;
    this.#random = random;
  }

  /** Whether it has the broker in its hands. */
  get isBusy(): boolean {
    return this.#work !== undefined;
  }

  step(now: number): void {
    if (this.#work !== undefined || !this.#broker.isUp) return;
    if (this.#nextAt < this.#broker.readyAt) {
      this.#nextAt = this.#broker.readyAt + between(this.#random, SOONEST, LATEST);
    }
    if (now < this.#nextAt) return;
    this.#work = this.#strike().finally(() => {
      this.#work = undefined;
    });
  }

  async #strike(): Promise<void> {
    if (chance(this.#random, STOPS)) {
      this.stops++;
      await this.#broker.stop();
    } else {
      this.kills++;
      this.#broker.kill();
    }
    if (chance(this.#random, CUT_STARTS)) await this.#cutStart();
    if (!this.#broker.isUp) await this.#broker.start();
  }

  /** Kills it while it starts, if it is not quicker. */
  async #cutStart(): Promise<void> {
    const timer = setTimeout(() => {
      this.kills++;
      this.#broker.kill();
    }, this.#random(MOST_START));
    await this.#broker.start();
    if (this.#broker.isUp) clearTimeout(timer);
  }
}
