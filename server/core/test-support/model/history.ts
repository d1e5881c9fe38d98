import { type Packet, PacketType } from "../../../../protocol/packets.ts";
import type { BrokerEvent } from "../../ports/observer.ts";
import { createHarness, type Harness } from "../harness.ts";
import type { HeldStore } from "../held-store.ts";
import { ModelClient, type World } from "./client.ts";
import { describePacket } from "./describe-packet.ts";
import { onDropped } from "./drops.ts";
import { observe } from "./observe.ts";
import { checkProgress } from "./progress.ts";
import { fail } from "./records.ts";
import { Reference } from "./reference.ts";
import { CLIENTS, describeStep, type MessageChoice, type Step } from "./steps.ts";
import { Tap } from "./tap.ts";
import { checkEmpty, checkExpired, checkRest, checkState } from "./verdict.ts";

/** So few that queues which a store has are read from it over and over. */
const QUEUE_PAGE_MESSAGES = 2;

/** So many of the clients always speak MQTT 5.0. */
const NEWEST = 2;
/** More turns than any history needs to come to rest. */
const TURNS = 1000;
const HALF_A_MESSAGE: MessageChoice = {
  topic: 0,
  qos: 2,
  retain: false,
  body: "text",
  expiry: undefined,
  alias: 0,
};

/** How the broker under a history is set. */
export interface Ground {
  readonly store: HeldStore | undefined;
  readonly maximumQueuedMessages: number;
}

/** Clients, a broker, and beside it the reference, turn by turn. */
export class History implements World {
  readonly reference = new Reference();
  readonly harness: Harness;
  /** What was done and heard, if it is to be told. */
  readonly script: string[] | undefined;
  readonly #clients: readonly ModelClient[];
  readonly #ground: Ground;
  #taps: Tap[] = [];
  #told = 0;
  #together = 0;
  #connections = 0;
  #isHeld = false;

  constructor(ground: Ground, isTold: boolean) {
    this.#ground = ground;
    this.script = isTold ? [] : undefined;
    const { store, maximumQueuedMessages } = ground;
    const limits = { maximumQueuedMessages, maximumInflightMessages: 4 };
    this.harness = createHarness({ limits, ...(store && { store, queuePageMessages: QUEUE_PAGE_MESSAGES }) });
    this.#clients = Array.from({ length: CLIENTS }, (_, at) => new ModelClient(`c${at}`, this, at < NEWEST));
  }

  run(steps: readonly Step[]): void {
    for (const [at, step] of steps.entries()) {
      this.script?.push(`${at + 1}. ${describeStep(step)}`);
      this.#take(step);
      if (step.kind !== "together") this.#settle();
    }
    this.#rest();
    this.#leave();
  }

  open(clientId: string, version: 3 | 4 | 5): Tap {
    const tap = new Tap(this.harness.broker, `${clientId}#${++this.#connections}`, version);
    tap.heardAt = this.reference.routing.now;
    tap.isDelayed = this.#isHeld;
    this.#taps.push(tap);
    return tap;
  }

  write(tap: Tap, packets: readonly Packet[], bytes: Uint8Array, cuts: readonly number[]): void {
    for (const packet of packets) {
      this.#tell(tap, ">", packet);
      tap.heardAt = this.reference.routing.now;
      if (!tap.isDead) this.reference.accept(tap, packet);
    }
    const places = cuts.map((cut) => Math.min(cut, bytes.length)).sort((one, other) => one - other);
    let from = 0;
    for (const to of [...places, bytes.length]) {
      if (to > from) tap.handler.onBytes(bytes.slice(from, to));
      from = to;
    }
    this.#hearEvents();
  }

  writePart(tap: Tap, bytes: Uint8Array): void {
    this.script?.push(`     ${tap.name} > ${bytes.length} bytes of a packet`);
    tap.heardAt = this.reference.routing.now;
    tap.handler.onBytes(bytes.slice());
  }

  close(tap: Tap): void {
    this.#listen(tap);
    this.script?.push(`     ${tap.name} is cut`);
    tap.unread = [];
    tap.isClosed = true;
    this.reference.lose(tap);
    tap.handler.onClosed(undefined);
  }

  #take(step: Step): void {
    switch (step.kind) {
      case "advance":
        this.#advance(step.seconds);
        break;
      case "together":
        this.#together = step.count + 1;
        break;
      case "hold":
      case "release":
        this.#hold(step.kind === "hold");
        break;
      default:
        this.#let(this.#clients[step.client] as ModelClient, step);
    }
  }

  #let(client: ModelClient, step: Extract<Step, { readonly client: number }>): void {
    switch (step.kind) {
      case "connect":
        client.connect(step);
        if (step.ends !== "read") break;
        this.#together = 0;
        this.#settle();
        client.read(1, false);
        break;
      case "publish":
        client.publish(step.messages, step.cuts);
        break;
      case "subscribe":
        client.subscribe(step.filters, step.identifier);
        break;
      case "unsubscribe":
        client.unsubscribe(step.filters);
        break;
      case "read":
        client.read(step.count, step.refuses);
        break;
      case "disconnect":
        client.disconnect(step.withWill, step.expiry);
        break;
      case "half":
        client.half(step.what, HALF_A_MESSAGE);
        break;
      default:
        this.#simple(client, step.kind);
    }
  }

  #simple(
    client: ModelClient,
    kind: "lose" | "late" | "block" | "unblock" | "ping" | "kick" | "endSession",
  ): void {
    const { tap, clientId } = client;
    const { actions } = this.harness.broker.inside;
    if (kind === "lose" || kind === "late") client[kind]();
    else if (kind === "ping") client.say({ type: PacketType.Pingreq });
    else if (kind === "block") this.#block(tap);
    else if (kind === "unblock") this.#unblock(tap);
    else {
      const session = this.reference.sessions.get(clientId);
      if (session?.tap !== undefined) this.reference.close(session, false);
      if (session !== undefined && kind === "endSession") this.reference.end(session);
      actions[kind === "kick" ? "disconnect" : "endSession"](clientId);
    }
  }

  #block(tap: Tap | undefined): void {
    if (tap === undefined) return;
    tap.wire.isFull = true;
    tap.isDelayed = true;
  }

  #unblock(tap: Tap | undefined): void {
    if (tap?.wire.isFull !== true) return;
    tap.wire.isFull = false;
    if (!tap.isDead) tap.handler.onWritable();
  }

  #hold(isHeld: boolean): void {
    const { store } = this.#ground;
    if (store === undefined) return;
    this.harness.clock.endTick();
    store.isQuick = !isHeld;
    if (!isHeld) store.release();
    this.#isHeld = isHeld;
    if (isHeld) for (const tap of this.#taps) tap.isDelayed = true;
  }

  #advance(seconds: number): void {
    this.#together = 0;
    for (let second = 0; second < seconds; second++) {
      this.#settle();
      this.harness.clock.advance(1);
      this.reference.tick();
      checkExpired(this.reference, this.harness);
    }
  }

  /** The tick ends, unless the next step is in it too; everything that was written is heard. */
  #settle(): void {
    this.#together = Math.max(0, this.#together - 1);
    if (this.#together > 0) return;
    this.harness.clock.endTick();
    this.#hearEvents();
    for (const tap of this.#taps) this.#listen(tap);
    for (const tap of this.#taps)
      if (!tap.isClosed && tap.wire.isEnded !== tap.isDead)
        fail(`${tap.name} to be ${tap.isDead ? "ended" : "open"}`, "otherwise");
    this.#taps = this.#taps.filter(({ isClosed }) => !isClosed);
    for (const session of this.reference.sessions.values())
      if (!this.#isHeld && session.tap?.wire.isFull === false) checkProgress(this.reference.routing, session);
    checkState(this.reference, this.harness, this.#ground.maximumQueuedMessages);
  }

  #listen(tap: Tap): void {
    for (const packet of tap.heard()) {
      this.#tell(tap, "<", packet);
      tap.unread.push({ packet, due: observe(this.reference, tap, packet) });
    }
  }

  #hearEvents(): void {
    const { events } = this.harness;
    for (; this.#told < events.length; this.#told++) {
      const event = events[this.#told] as BrokerEvent;
      if (event.type === "internalError") throw event.error;
      if (event.type !== "messageDropped") continue;
      this.script?.push(`     ${event.clientId} loses a message on ${event.topic}: ${event.reason}`);
      onDropped(this.reference, event.clientId, event.topic, event.reason);
    }
  }

  /** Everybody is connected and reads until nothing more comes. */
  #rest(): void {
    this.script?.push("at the end everybody returns and reads all");
    this.#together = 0;
    this.#hold(false);
    for (const client of this.#clients) {
      this.#unblock(client.tap);
      if (client.tap === undefined || client.tap.isDead) client.connect(RETURN);
      this.#settle();
    }
    for (let turn = 0, quiet = 0; turn < TURNS && quiet < 2; turn++) {
      const heard = this.#clients.map((client) => client.read(TURNS, false));
      this.#settle();
      quiet = heard.includes(true) ? 0 : quiet + 1;
    }
    for (const { unfinished, clientId } of this.#clients)
      if (unfinished > 0) fail(`${clientId} to finish what it published`, `${unfinished} without an answer`);
    checkRest(this.reference, this.harness);
  }

  /** Everybody leaves for good: nothing is to be left of them. */
  #leave(): void {
    this.script?.push("and leaves for good");
    for (const client of this.#clients) {
      client.closeAll();
      client.connect({ ...RETURN, version: 5, cleanStart: true, expiry: 0 });
      this.#settle();
      client.closeAll();
      this.#settle();
    }
    checkEmpty(this.harness);
  }

  #tell(tap: Tap, direction: "<" | ">", packet: Packet): void {
    this.script?.push(`     ${tap.name} ${direction} ${describePacket(packet)}`);
  }
}

const RETURN = {
  client: 0,
  version: 5,
  cleanStart: false,
  expiry: 1000,
  receiveMaximum: 3,
  maximumPacketSize: undefined,
  topicAliasMaximum: 0,
  keepAlive: 0,
  will: undefined,
  isOver: false,
  ends: "unread",
} as const;
