import type { QoS } from "../../../../protocol/packets.ts";
import type { StoredMessage, StoreEvent } from "../../../core/ports/store.ts";

/** Where a choice among `count` comes from. */
export type Choose = (count: number) => number;

interface Alive {
  readonly waiting: { readonly place: number; readonly messageNumber: number; readonly qos: QoS }[];
  readonly published: Map<number, QoS>;
  readonly released: Set<number>;
  readonly received: Set<number>;
  readonly filters: Set<string>;
  hasWill: boolean;
}

const CLIENTS = ["ann", "bob", "x".repeat(3000)];
const TOPICS = ["a", "a/b", "ünïcode", `long/${"y".repeat(2500)}`];
const FILTERS = ["#", "a/+", "$share/g/a", `deep/${"z".repeat(2000)}`];
const PACKET_IDS = 4;
const QOS_LEVELS = 3;

/** Events as a broker tells them, in an order in which they make sense: whatever is chosen, a life of a few sessions. */
export class RandomLife {
  readonly #choose: Choose;
  readonly #alive = new Map<string, Alive>();
  #nextMessage = 1;
  #nextPlace = 1;
  #last: StoredMessage | undefined;

  constructor(choose: Choose) {
    this.#choose = choose;
  }

  /** The next event; undefined: what was chosen is not possible now. */
  next(): StoreEvent | undefined {
    const clientId = this.#oneOf(CLIENTS);
    const alive = this.#alive.get(clientId);
    const step = this.#choose(16);
    if (step === 0) return this.#retain();
    if (step === 1) return { type: "retainedCleared", topic: this.#oneOf(TOPICS) };
    if (step === 14) return this.#logWill(clientId);
    if (step === 15) return this.#count();
    if (alive === undefined || step === 2) return this.#start(clientId);
    return this.#live(step, clientId, alive);
  }

  #start(clientId: string): StoreEvent {
    if (!this.#alive.has(clientId))
      this.#alive.set(clientId, {
        waiting: [],
        published: new Map(),
        released: new Set(),
        received: new Set(),
        filters: new Set(),
        hasWill: false,
      });
    const userName = this.#choose(2) === 0 ? undefined : "user";
    return { type: "sessionStarted", clientId, userName, expirySeconds: this.#choose(3) * 2_000_000_000 };
  }

  #live(step: number, clientId: string, alive: Alive): StoreEvent | undefined {
    const { waiting, published, released, received, filters } = alive;
    switch (step) {
      case 3:
      case 4:
        return this.#queue(clientId, alive);
      case 5:
        return this.#begin(clientId, alive);
      case 6: {
        const packetId = this.#oneOf([...published].filter(([, qos]) => qos === 2))?.[0];
        if (packetId === undefined) return undefined;
        published.delete(packetId);
        released.add(packetId);
        return { type: "deliveryReleased", clientId, packetId };
      }
      case 7: {
        const packetId = this.#oneOf([...published.keys(), ...released]);
        if (packetId === undefined) return undefined;
        published.delete(packetId);
        released.delete(packetId);
        return { type: "deliveryEnded", clientId, packetId };
      }
      case 8: {
        const [dropped] = waiting.splice(this.#choose(waiting.length + 1), 1);
        if (dropped === undefined) return undefined;
        const { place, messageNumber } = dropped;
        return { type: "messageDropped", clientId, place, messageNumber };
      }
      case 9:
        return this.#subscribe(clientId, filters);
      case 10:
        return this.#receive(clientId, received);
      case 11:
        return this.#will(clientId, alive);
      case 12:
        return this.#choose(2) === 0
          ? { type: "sessionLeft", clientId, at: 1_700_000_000_000 + this.#choose(1000) }
          : { type: "sessionExpiryChanged", clientId, expirySeconds: this.#choose(100) };
      default:
        if (this.#choose(3) > 0) return undefined;
        this.#alive.delete(clientId);
        return { type: "sessionEnded", clientId };
    }
  }

  /** A new message, or the last one again: several sessions have it, or one twice. */
  #queue(clientId: string, { waiting }: Alive): StoreEvent {
    const message = this.#choose(2) === 0 && this.#last !== undefined ? this.#last : this.#message();
    this.#last = message;
    const qos = this.#choose(2) === 0 ? 1 : 2;
    const place = this.#nextPlace++;
    waiting.push({ place, messageNumber: message.number, qos });
    return {
      type: "messageQueued",
      clientId,
      place,
      message,
      qos,
      retain: this.#choose(2) === 0,
      subscriptionIdentifiers: this.#choose(2) === 0 ? [] : [1, 268_435_455],
      sharedFilter: this.#choose(2) === 0 ? undefined : FILTERS[2],
    };
  }

  #begin(clientId: string, { waiting, published, released }: Alive): StoreEvent | undefined {
    const packetId = 1 + this.#choose(PACKET_IDS);
    if (published.has(packetId) || released.has(packetId)) return undefined;
    const next = waiting.shift();
    if (next === undefined) return undefined;
    published.set(packetId, next.qos);
    const { place, messageNumber } = next;
    return { type: "deliveryStarted", clientId, place, messageNumber, packetId };
  }

  #subscribe(clientId: string, filters: Set<string>): StoreEvent {
    const filter = this.#oneOf(FILTERS);
    if (filters.delete(filter)) return { type: "unsubscribed", clientId, filter };
    filters.add(filter);
    const subscription = {
      filter,
      qos: this.#choose(QOS_LEVELS) as QoS,
      noLocal: this.#choose(2) === 0,
      retainAsPublished: this.#choose(2) === 0,
      retainHandling: 1,
      subscriptionIdentifier: this.#choose(2) === 0 ? undefined : 7,
    } as const;
    return { type: "subscribed", clientId, subscription };
  }

  #receive(clientId: string, received: Set<number>): StoreEvent {
    const packetId = 1 + this.#choose(PACKET_IDS);
    if (received.delete(packetId)) return { type: "packetIdReleased", clientId, packetId };
    received.add(packetId);
    return { type: "packetIdReceived", clientId, packetId };
  }

  #will(clientId: string, alive: Alive): StoreEvent {
    if (alive.hasWill && this.#choose(2) === 0) {
      alive.hasWill = false;
      return { type: "willEnded", clientId };
    }
    alive.hasWill = true;
    const { number: _, receivedAt: __, expiresAt: ___, ...message } = this.#message();
    const isDelayed = this.#choose(2) === 0;
    return {
      type: "willArmed",
      clientId,
      will: {
        message: { ...message, messageExpiryInterval: isDelayed ? 4_294_967_295 : undefined },
        delaySeconds: this.#choose(100),
        dueAt: isDelayed ? 1_700_000_000_000 : undefined,
        cause: isDelayed ? "keep-alive-timeout" : undefined,
      },
    };
  }

  #logWill(clientId: string): StoreEvent {
    const { topic, payload, qos, receivedAt } = this.#message();
    const [isFired, retain] = [this.#choose(2) === 0, this.#choose(2) === 0];
    const end = isFired
      ? ({ outcome: "fired", cause: "keep-alive-timeout", due: "delay-elapsed" } as const)
      : ({ outcome: "cleared", cause: "client-returned", due: undefined } as const);
    return { type: "willLogged", will: { at: receivedAt, clientId, topic, payload, qos, retain, ...end } };
  }

  #count(): StoreEvent {
    const counts = { packetsSent: this.#choose(1000), "dropped.expired": this.#choose(2) * 2 ** 40 };
    return { type: "totalsCounted", totals: { since: 1_700_000_000_000, counts } };
  }

  #retain(): StoreEvent {
    return { type: "retainedSet", message: { ...this.#message(), retain: true } };
  }

  #message(): StoredMessage {
    const number = this.#nextMessage++;
    return {
      number,
      topic: this.#oneOf(TOPICS),
      payload: new TextEncoder().encode(`payload ${number} ${"p".repeat(this.#choose(400))}`),
      qos: this.#choose(QOS_LEVELS) as QoS,
      retain: false,
      properties: new Uint8Array(this.#choose(2) * 5),
      expiresAt: this.#choose(2) === 0 ? undefined : 1_800_000_000_000,
      receivedAt: 1_700_000_000_000,
      publisher: { clientId: "pub", userName: this.#choose(2) === 0 ? undefined : "sam" },
    };
  }

  #oneOf<T>(items: readonly T[]): T {
    return items[this.#choose(Math.max(1, items.length))] as T;
  }
}
