import type { ProtocolVersion, QoS, Will } from "../../protocol/packets.ts";
import { between, pick, type Random } from "../fuzz/random.ts";
import { Client, type World } from "./client.ts";
import { type Message, nameOf, note, payloadOf, propertiesOf, type Stream } from "./message.ts";

/** The branch of all wills. */
export const WILL_FILTER = "torture/will/#";
const SESSION_EXPIRY_SECONDS = 600;
const MILLISECONDS = 1_000;
/** By so much a will may be late, milliseconds. */
const TOLERANCE = 1_500;
/** Steps out of a thousand in which it says goodbye, or loses its connection. */
const LEAVES = 5;
const CUTS = 8;
const PER_MILLE = 1_000;
const MOST_AWAY_MILLISECONDS = 1_500;

/** What a client with a will is to be. */
export interface WillPlan {
  readonly id: string;
  readonly version: ProtocolVersion;
  readonly qos: QoS;
  /** Without a session the will is due when the connection ends, whatever its delay is. */
  readonly hasSession: boolean;
  readonly delaySeconds: number;
}

/** A will whose connection has ended. */
interface Ended {
  readonly message: Message;
  readonly at: number;
  readonly how: "politely" | "by a stop" | "hard";
  /** A CONNECT that was never answered may have taken it away. */
  isUncertain: boolean;
}

/** Has a will with its number in each connection, and ends them politely, by losing them, or with the broker. */
export class WillClient extends Client {
  readonly #plan: WillPlan;
  readonly #stream: Stream;
  readonly #options: { will?: Will };
  /** What the delay comes to. */
  readonly #delaySeconds: number;
  #armed: Message | undefined;
  #ended: Ended | undefined;
  #connectSentAt = 0;
  /** Wills that must not come, until all have settled; with the time of a goodbye, which has no answer. */
  readonly #cleared: { readonly message: Message; readonly saidAt?: number }[] = [];

  constructor(world: World, random: Random, plan: WillPlan) {
    const { id, version, hasSession, delaySeconds } = plan;
    const properties = hasSession && version === 5 && { sessionExpiryInterval: SESSION_EXPIRY_SECONDS };
    const options: { will?: Will } = {};
    super(
      world,
      random,
      Object.assign(options, {
        version,
        clientId: id,
        cleanStart: !hasSession,
        keepAliveSeconds: 0,
        ...(properties && { properties }),
      }),
    );
    this.#plan = plan;
    this.#delaySeconds = hasSession && version === 5 ? delaySeconds : 0;
    this.#options = options;
    this.#stream = world.ledger.stream(id, version, `torture/will/${id}`, plan.qos);
  }

  /** Nothing of it is to come any more. */
  get isSettled(): boolean {
    return this.isConnected && this.#ended === undefined;
  }

  /** What came of wills that must not be published; all have settled. */
  settle(): void {
    for (const { message, saidAt } of this.#cleared) {
      // a goodbye that came just before the broker was killed may be forgotten
      const isCertain = saidAt === undefined || this.world.timeline.safeAt(saidAt) === saidAt;
      if (isCertain && message.receivedBy.size > 0) {
        this.world.faults.add("will", `${nameOf(message)} was published, though it was cleared`, message);
      }
    }
    this.#cleared.length = 0;
  }

  protected act(): void {
    const chosen = this.random(PER_MILLE);
    if (chosen < LEAVES) this.leave(between(this.random, 1, MOST_AWAY_MILLISECONDS));
    else if (chosen < LEAVES + CUTS) this.cut(pick(this.random, [this.#shortAway, this.#longAway]));
  }

  /** A will that is still to come is waited for. */
  protected override isAwaited(now: number): boolean {
    return this.#ended === undefined || now > this.#dueBy(this.#ended);
  }

  protected override onConnectSent(): void {
    const message = this.world.ledger.sent(this.#stream);
    const { version, qos, delaySeconds } = this.#plan;
    const payload = payloadOf(this.#stream, message.number);
    const properties = {
      ...propertiesOf(this.#stream, message.number),
      ...(version === 5 && { willDelayInterval: delaySeconds }),
    };
    this.#options.will = { topic: this.#stream.topic, payload, qos, retain: false, properties };
    this.#armed = message;
    this.#connectSentAt = performance.now();
  }

  protected override onUnanswered(): void {
    if (this.#ended !== undefined) this.#ended.isUncertain = true;
  }

  protected onConnected(): void {
    if (this.#ended !== undefined) this.#judge(this.#ended);
    this.#ended = undefined;
    if (this.#armed === undefined) return;
    note(this.#armed, "armed");
    this.#armed.isArmed = true;
  }

  protected onDisconnected(at: number, isPolite: boolean): void {
    const { broker } = this.world;
    const message = this.#armed;
    if (message === undefined) return;
    message.isArmed = false;
    const how = isPolite ? "politely" : broker.isStopping ? "by a stop" : "hard";
    note(message, `the connection of ${this.id} ended ${how}`);
    this.#ended = { message, at, how, isUncertain: false };
  }

  /** Its client is back: whether it was to be published, or must not be any more [5 MQTT-3.1.3-9]. */
  #judge(ended: Ended): void {
    const { message, at, how, isUncertain } = ended;
    if (how === "by a stop") return;
    if (how === "politely") {
      this.#cleared.push({ message, saidAt: at });
      return;
    }
    const isDue = this.#delaySeconds === 0 || (!isUncertain && this.#connectSentAt > this.#dueBy(ended));
    if (isDue) {
      // who has a durable session does not get it while there is no room for it
      const isKept = !this.world.broker.hasFailedSince(at - TOLERANCE);
      if (isKept) this.world.ledger.acknowledged(message, "due");
    } else if (performance.now() < at + this.#delaySeconds * MILLISECONDS) {
      note(message, "cleared: its client is back");
      this.#cleared.push({ message });
    }
  }

  /** When the broker has published it at the latest. */
  #dueBy({ at }: Ended): number {
    const { timeline } = this.world;
    const due = timeline.safeAt(at) + this.#delaySeconds * MILLISECONDS;
    return timeline.upAt(due) + TOLERANCE;
  }

  get #shortAway(): number {
    return between(this.random, 1, Math.max(50, this.#delaySeconds * 700));
  }

  get #longAway(): number {
    return this.#delaySeconds * MILLISECONDS + TOLERANCE + between(this.random, 1, 500);
  }
}
