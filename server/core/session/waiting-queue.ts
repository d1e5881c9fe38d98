import type { Delivery } from "../routing/message.ts";
import { Queue } from "./queue.ts";

/** Messages of one queue that are in memory for its next deliveries; beyond them a store has the rest. */
const QUEUE_PAGE_MESSAGES = 200;

/** Reads what waits behind a place of a queue, in order, so many. */
type ReadPage = (afterPlace: number, limit: number) => readonly Delivery[];

/**
 * What waits for one session, in order. A long queue that a store keeps is here in three parts: the next ones, in memory;
 * those that only the store has; and the latest ones, which cannot be read from it yet.
 */
export class WaitingQueue {
  readonly #readPage: ReadPage;
  readonly #pageMessages: number;
  readonly #next = new Queue<Delivery>();
  /** So many are in the store only, behind `#lastPlace`. */
  #stored = 0;
  /** The place of the last one that is, or was, in `#next`. */
  #lastPlace = 0;
  readonly #latest = new Queue<Delivery>();

  constructor(readPage: ReadPage, pageMessages = QUEUE_PAGE_MESSAGES) {
    this.#readPage = readPage;
    this.#pageMessages = pageMessages;
  }

  get size(): number {
    return this.#next.size + this.#stored + this.#latest.size;
  }

  /** Some can leave the memory once the store has them. */
  get isLong(): boolean {
    return this.#latest.size > 0;
  }

  /** So many wait in the store behind a place: what a start has found. */
  restore(count: number, afterPlace: number): void {
    this.#stored = count;
    this.#lastPlace = afterPlace;
  }

  push(delivery: Delivery): void {
    const isShort = this.#stored + this.#latest.size === 0 && this.#next.size < this.#pageMessages;
    // what has no place was not told to a store
    if (isShort || delivery.place === 0) this.#append(delivery);
    else this.#latest.push(delivery);
  }

  shift(): Delivery | undefined {
    if (this.#next.size === 0) this.#fill();
    return this.#next.shift();
  }

  /** What waits up to this place can be read from the store. */
  leave(place: number): void {
    for (let first = this.#latest.peek(); first !== undefined && first.place <= place; ) {
      this.#latest.shift();
      this.#stored++;
      first = this.#latest.peek();
    }
  }

  /** The store is about to forget the session: all that it has is taken into memory. */
  load(): void {
    for (const page of this.#pages()) for (const delivery of page) this.#append(delivery);
    this.#stored = 0;
    for (let first = this.#latest.shift(); first !== undefined; first = this.#latest.shift())
      this.#append(first);
  }

  /** Takes out those of which `isOut` is true; the others keep their order. */
  remove(isOut: (delivery: Delivery) => boolean): void {
    this.#next.remove(isOut);
    for (const page of this.#pages()) for (const delivery of page) if (isOut(delivery)) this.#stored--;
    this.#latest.remove(isOut);
  }

  clear(): void {
    this.#next.clear();
    this.#stored = 0;
    this.#latest.clear();
  }

  /** What the store has is read as it is asked for. */
  *[Symbol.iterator](): Generator<Delivery> {
    yield* this.#next;
    for (const page of this.#pages()) yield* page;
    yield* this.#latest;
  }

  /** Those behind a place, in order; of what only the store has no more is read than is asked for. */
  *behind(place: number): Generator<Delivery> {
    const isBehind = (delivery: Delivery): boolean => delivery.place === 0 || delivery.place > place;
    for (const delivery of this.#next) if (isBehind(delivery)) yield delivery;
    if (this.#stored > 0) yield* this.#storedBehind(Math.max(place, this.#lastPlace));
    for (const delivery of this.#latest) if (isBehind(delivery)) yield delivery;
  }

  #append(delivery: Delivery): void {
    this.#next.push(delivery);
    this.#lastPlace = delivery.place;
  }

  #fill(): void {
    if (this.#stored > 0) {
      for (const delivery of this.#page(this.#lastPlace, this.#stored)) {
        this.#append(delivery);
        this.#stored--;
      }
      return;
    }
    while (this.#next.size < this.#pageMessages) {
      const first = this.#latest.shift();
      if (first === undefined) return;
      this.#append(first);
    }
  }

  /** The part that only the store has, page after page. */
  *#pages(): Generator<readonly Delivery[]> {
    let place = this.#lastPlace;
    for (let left = this.#stored; left > 0; ) {
      const page = this.#page(place, left);
      place = page.at(-1)?.place ?? place;
      left -= page.length;
      yield page;
    }
  }

  *#storedBehind(afterPlace: number): Generator<Delivery> {
    const latest = this.#latest.peek()?.place ?? Number.POSITIVE_INFINITY;
    let page = this.#readPage(afterPlace, this.#pageMessages);
    for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
      for (const delivery of page) if (delivery.place < latest) yield delivery;
      if (last.place >= latest) return;
      page = this.#readPage(last.place, this.#pageMessages);
    }
  }

  #page(afterPlace: number, left: number): readonly Delivery[] {
    const page = this.#readPage(afterPlace, Math.min(left, this.#pageMessages));
    if (page.length === 0) throw new Error(`the store has lost ${left} messages of a queue`);
    return page;
  }
}
