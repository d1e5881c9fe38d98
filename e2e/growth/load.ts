import { between, type Random } from "../fuzz/random.ts";
import { Member } from "./member.ts";

const PUBLISHERS = 2;
const MOST_IN_FLIGHT = 200;
/** A subscriber that is there is never further behind: nobody publishes until it has come up. */
const MOST_BEHIND = 2_000;
/** So often one subscriber goes, and comes back when half of the time until the next has passed. */
const ABSENCES = 24;
/** Sessions that begin and end: each takes the place of one that began so many before it. */
const VISITS = 600;
const VISITORS = 20;
/** Of so many messages one is a retained value, and one has QoS 2. */
const RETAINED_EACH = 4;
const QOS_2_EACH = 3;
const RETAINED_TOPICS = 2_000;
const HALF = 0.5;
const LIVE_TOPICS = 10;
const SHORTEST = 20;
const LONGEST = 500;
const LIVE = "growth/live";

/** A steady load: what happens goes by how many messages were acknowledged, and not by the clock. */
export class Load {
  acknowledged = 0;
  readonly #port: number;
  readonly #messages: number;
  readonly #random: Random;
  readonly #publishers = Array.from(
    { length: PUBLISHERS },
    (_, index) => new Member(`publisher-${index}`, true),
  );
  /** Is always there. */
  readonly #resident = new Member("resident", false);
  /** Comes and goes. */
  readonly #commuter = new Member("commuter", false);
  #isCommuterThere = true;
  #visits = 0;
  #sent = 0;
  /** Messages that both subscribers must get. */
  #live = 0;

  constructor(port: number, messages: number, random: Random) {
    this.#port = port;
    this.#messages = messages;
    this.#random = random;
  }

  get isOver(): boolean {
    return this.acknowledged >= this.#messages;
  }

  /** What waits for the one that comes and goes. */
  get waiting(): number {
    return this.#live - this.#commuter.received;
  }

  async begin(): Promise<void> {
    for (const member of [...this.#publishers, this.#resident, this.#commuter]) await member.come(this.#port);
    for (const member of [this.#resident, this.#commuter]) await member.subscribe(`${LIVE}/#`);
  }

  async end(): Promise<void> {
    for (const member of [...this.#publishers, this.#resident]) await member.go();
    if (this.#isCommuterThere) await this.#commuter.go();
  }

  /** Goes on as far as it may just now. */
  async step(): Promise<void> {
    await this.#commute();
    await this.#visit();
    for (const publisher of this.#publishers) this.#publish(publisher);
  }

  async #commute(): Promise<void> {
    const isAway = this.#mayCommuterGo;
    if (isAway && this.#isCommuterThere && this.waiting === 0) {
      await this.#commuter.go();
      this.#isCommuterThere = false;
    } else if (!(isAway || this.#isCommuterThere)) {
      await this.#commuter.come(this.#port);
      this.#isCommuterThere = true;
    }
  }

  async #visit(): Promise<void> {
    if (this.acknowledged < (this.#visits * this.#messages) / VISITS) return;
    const visitor = new Member(`visitor-${this.#visits++ % VISITORS}`, true);
    await visitor.come(this.#port);
    await visitor.subscribe(`${LIVE}/1`);
    await visitor.go();
  }

  #publish(publisher: Member): void {
    while (publisher.inFlight < MOST_IN_FLIGHT && this.#sent < this.#messages && !this.#isBehind) {
      const number = ++this.#sent;
      const isRetained = number % RETAINED_EACH === 0;
      if (!isRetained) this.#live++;
      const topic = isRetained
        ? `growth/value/${this.#random(RETAINED_TOPICS)}`
        : `${LIVE}/${this.#random(LIVE_TOPICS)}`;
      const payload = Buffer.alloc(between(this.#random, SHORTEST, LONGEST), String(number));
      const qos = number % QOS_2_EACH === 0 ? 2 : 1;
      publisher.publish({ topic, payload, qos, retain: isRetained }, () => {
        this.acknowledged++;
        this.#publish(publisher);
      });
    }
  }

  get #mayCommuterGo(): boolean {
    return ((this.acknowledged * ABSENCES) / this.#messages) % 1 > HALF;
  }

  /** It goes when it has got everything. */
  get #isBehind(): boolean {
    const isCommuterBehind = this.#isCommuterThere && this.waiting > (this.#mayCommuterGo ? 0 : MOST_BEHIND);
    return isCommuterBehind || this.#live - this.#resident.received > MOST_BEHIND;
  }
}
