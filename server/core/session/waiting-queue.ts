import { type Delivery, messageBytes, NEVER } from "../routing/message.ts";
import { Queue } from "./queue.ts";

/** Messages of a page, unless it is said. */
export const QUEUE_PAGE_MESSAGES = 200;
/** A page with so many bytes takes no more messages. */
const FULL_PAGE_BYTES = 256 * 1024;
/** No store can be asked for it. */
const NO_PLACE = Number.POSITIVE_INFINITY;

/** Reads what waits behind a place of a queue, in order, so many. */
type AskStore = (afterPlace: number, limit: number) => readonly Delivery[];

/** Messages that wait one behind the other. */
interface Page {
  /** All have higher places; in the store none of the queue stands between it and the first of them. */
  afterPlace: number;
  /** Of the last that came, or NO_PLACE. */
  lastPlace: number;
  size: number;
  /** Of all that came to it. */
  bytes: number;
  /** None of them expires before this, milliseconds since the epoch; it may be earlier than the first that does. */
  expiresAt: number;
  /** Whether some may be by a shared subscription. */
  isShared: boolean;
  /** Undefined: only the store has them. */
  messages: Queue<Delivery> | undefined;
}

/** How far somebody has gone through a queue. */
export interface QueueWalk {
  /** The last page that was looked at; undefined, or one that is gone: it begins at the first. */
  after: Page | undefined;
  /** Pages without a message of a shared subscription are left out. */
  readonly isForShared: boolean;
}

/**
 * What waits for one session, in order, in pages. The first is in memory for the next deliveries, and so are the latest until
 * they are full and the store can be asked for them; those between, only the store has. What a page says of its messages spares reading it.
 */
export class WaitingQueue {
  readonly #askStore: AskStore;
  readonly #pageMessages: number;
  readonly #pages: Page[] = [];
  #size = 0;

  constructor(askStore: AskStore, pageMessages = QUEUE_PAGE_MESSAGES) {
    this.#askStore = askStore;
    this.#pageMessages = pageMessages;
  }

  get size(): number {
    return this.#size;
  }

  /** Some can leave the memory once the store has them. */
  get isLong(): boolean {
    return this.#mayLeave(this.#pages.length - 1) || this.#mayLeave(this.#pages.length - 2);
  }

  /** None that waits expires before this, milliseconds since the epoch. */
  get expiresAt(): number {
    return this.#pages.reduce((first, { expiresAt }) => Math.min(first, expiresAt), NEVER);
  }

  /** So many wait in the store behind a place: what a start has found. */
  restore(size: number, afterPlace: number, expiresAt: number, isShared: boolean): void {
    if (size === 0) return;
    this.#size = size;
    const page = { afterPlace, lastPlace: NO_PLACE, size, bytes: 0, expiresAt, isShared };
    this.#pages.push({ ...page, messages: undefined });
  }

  push(delivery: Delivery): void {
    // what has no place was not told to a store
    const lastPlace = delivery.place === 0 ? NO_PLACE : delivery.place;
    const page = this.#openPage(lastPlace - 1);
    page.messages.push(delivery);
    page.size++;
    page.bytes += messageBytes(delivery.message);
    this.#size++;
    page.lastPlace = lastPlace;
    if (delivery.message.expiresAt < page.expiresAt) page.expiresAt = delivery.message.expiresAt;
    if (delivery.sharedFilter !== undefined) page.isShared = true;
  }

  shift(): Delivery | undefined {
    if (this.#pages.length === 0) return undefined;
    const { page, messages } = this.#read(0);
    page.messages ??= queueOf(messages);
    const delivery = page.messages.shift();
    this.#size--;
    if (--page.size === 0) this.#pages.shift();
    return delivery;
  }

  /** What waits up to this place can be read from the store. */
  leave(place: number): void {
    for (let at = this.#pages.length - 1; at > 0; at--) {
      const page = this.#pages[at] as Page;
      if (page.messages === undefined) return;
      if (page.lastPlace <= place && this.#mayLeave(at)) page.messages = undefined;
    }
  }

  /** The store is about to forget the session: what it has is taken into memory, or of it what others may get. */
  load(isForShared: boolean): void {
    for (let at = 0; at < this.#pages.length; at++) {
      if (isForShared && this.#pages[at]?.isShared === false) continue;
      const { page, messages } = this.#read(at);
      page.messages ??= queueOf(messages);
      page.lastPlace = NO_PLACE;
    }
  }

  /** Looks at the next page: takes out those of which `isOut` is true. Returns how many it looked at; 0: there are no more. */
  walk(walk: QueueWalk, isOut: (delivery: Delivery) => boolean): number {
    let at = this.#pages.indexOf(walk.after as Page) + 1;
    while (walk.isForShared && this.#pages[at]?.isShared === false) at++;
    if (at === this.#pages.length) return 0;
    const { page, messages } = this.#read(at);
    const looked = page.size;
    this.#sift(page, messages, isOut);
    walk.after = page.size > 0 ? page : this.#pages[at - 1];
    return looked;
  }

  /**
   * Takes out what has expired of one page that has some, or may. Returns how many messages it looked at; 0: none has expired.
   */
  removeExpired(now: number, onOut: (delivery: Delivery) => void): number {
    const at = this.#pages.findIndex(({ expiresAt }) => expiresAt <= now);
    if (at < 0) return 0;
    const { page, messages } = this.#read(at);
    const looked = page.size;
    this.#sift(page, messages, (delivery) => {
      if (delivery.message.expiresAt > now) return false;
      onOut(delivery);
      return true;
    });
    return looked;
  }

  clear(): void {
    this.#pages.length = 0;
    this.#size = 0;
  }

  /** What the store has is read as it is asked for. */
  *[Symbol.iterator](): Generator<Delivery> {
    for (const page of this.#pages) yield* this.#all(page);
  }

  /** Those behind a place, in order; of what only the store has no more is read than is asked for. */
  *behind(place: number): Generator<Delivery> {
    for (const [at, page] of this.#pages.entries()) {
      // those that no store knows of have no place, and stand behind all that have one
      if (page.lastPlace <= place && (page.lastPlace !== NO_PLACE || page.messages === undefined)) continue;
      const lastPlace = Math.min(page.lastPlace, this.#pages[at + 1]?.afterPlace ?? NO_PLACE);
      if (page.messages === undefined) yield* this.#storedBehind(Math.max(place, page.afterPlace), lastPlace);
      else
        for (const delivery of page.messages)
          if (delivery.place === 0 || delivery.place > place) yield delivery;
    }
  }

  /** Those by a shared subscription, in order. */
  *shared(): Generator<Delivery> {
    for (const page of this.#pages) {
      if (!page.isShared) continue;
      for (const delivery of this.#all(page)) if (delivery.sharedFilter !== undefined) yield delivery;
    }
  }

  /** Full pages but the first, and those that others stand behind. */
  #mayLeave(at: number): boolean {
    const page = this.#pages[at];
    if (at < 1 || page?.messages === undefined || page.lastPlace === NO_PLACE) return false;
    return at < this.#pages.length - 1 || this.#isFull(page);
  }

  #isFull({ size, bytes }: Page): boolean {
    return size >= this.#pageMessages || bytes >= FULL_PAGE_BYTES;
  }

  /** The page that takes one more. */
  #openPage(afterPlace: number): Page & { readonly messages: Queue<Delivery> } {
    const last = this.#pages.at(-1);
    if (last?.messages !== undefined && !this.#isFull(last))
      return last as Page & { readonly messages: Queue<Delivery> };
    const page = {
      afterPlace,
      lastPlace: afterPlace,
      size: 0,
      bytes: 0,
      expiresAt: NEVER,
      isShared: false,
      messages: new Queue<Delivery>(),
    };
    this.#pages.push(page);
    return page;
  }

  /** A page and its messages. What a start has found is one long page: the first of it become a page of their own. */
  #read(at: number): { readonly page: Page; readonly messages: Iterable<Delivery> } {
    const page = this.#pages[at] as Page;
    if (page.messages !== undefined) return { page, messages: page.messages };
    const messages = this.#ask(page.afterPlace, page.size);
    if (messages.length === page.size) return { page, messages };
    const lastPlace = messages.at(-1)?.place ?? page.afterPlace;
    const first = { ...page, lastPlace, size: messages.length };
    this.#pages.splice(at, 0, first);
    page.afterPlace = lastPlace;
    page.size -= messages.length;
    return { page: first, messages };
  }

  /** Of so many messages in the store as many as a page has. */
  #ask(afterPlace: number, size: number): readonly Delivery[] {
    const messages = this.#askStore(afterPlace, Math.min(size, this.#pageMessages));
    if (messages.length === 0) throw new Error(`the store has lost ${size} messages of a queue`);
    return messages;
  }

  /** Takes those of a page out of which `isOut` is true, and learns what it can say of the others. */
  #sift(page: Page, messages: Iterable<Delivery>, isOut: (delivery: Delivery) => boolean): void {
    const left = new Queue<Delivery>();
    let expiresAt = NEVER;
    let isShared = false;
    for (const delivery of messages) {
      if (isOut(delivery)) {
        page.size--;
        this.#size--;
        continue;
      }
      left.push(delivery);
      expiresAt = Math.min(expiresAt, delivery.message.expiresAt);
      isShared ||= delivery.sharedFilter !== undefined;
    }
    Object.assign(page, { expiresAt, isShared });
    if (page.messages !== undefined) page.messages = left;
    if (page.size === 0) this.#pages.splice(this.#pages.indexOf(page), 1);
  }

  *#storedBehind(afterPlace: number, lastPlace: number): Generator<Delivery> {
    let page = this.#askStore(afterPlace, this.#pageMessages);
    for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
      for (const delivery of page) if (delivery.place <= lastPlace) yield delivery;
      if (last.place >= lastPlace) return;
      page = this.#askStore(last.place, this.#pageMessages);
    }
  }

  *#all({ messages, afterPlace, size }: Page): Generator<Delivery> {
    if (messages !== undefined) {
      yield* messages;
      return;
    }
    let place = afterPlace;
    for (let left = size; left > 0; ) {
      const next = this.#ask(place, left);
      place = next.at(-1)?.place ?? place;
      left -= next.length;
      yield* next;
    }
  }
}

function queueOf(messages: Iterable<Delivery>): Queue<Delivery> {
  const queue = new Queue<Delivery>();
  for (const delivery of messages) queue.push(delivery);
  return queue;
}
