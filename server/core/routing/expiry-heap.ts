import type { Message } from "./message.ts";

/** Messages by the time at which they expire, the first on top; one is added or taken out at the cost of the logarithm of their number. */
export class ExpiryHeap {
  readonly #heap: Message[] = [];
  readonly #places = new Map<Message, number>();

  get size(): number {
    return this.#heap.length;
  }

  get first(): Message | undefined {
    return this.#heap[0];
  }

  add(message: Message): void {
    this.#heap.push(message);
    this.#rise(message, this.#heap.length - 1);
  }

  remove(message: Message): void {
    const place = this.#places.get(message);
    if (place === undefined) return;
    this.#places.delete(message);
    const last = this.#heap.pop() as Message;
    if (last === message) return;
    this.#sink(last, place);
    this.#rise(last, this.#places.get(last) as number);
  }

  #rise(message: Message, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      const parent = this.#heap[above] as Message;
      if (parent.expiresAt <= message.expiresAt) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(message, place);
  }

  #sink(message: Message, from: number): void {
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      const left = this.#heap[below];
      const right = this.#heap[below + 1];
      if (left === undefined) break;
      if (right !== undefined && right.expiresAt < left.expiresAt) below++;
      const child = this.#heap[below] as Message;
      if (child.expiresAt >= message.expiresAt) break;
      this.#put(child, place);
      place = below;
    }
    this.#put(message, place);
  }

  #put(message: Message, place: number): void {
    this.#heap[place] = message;
    this.#places.set(message, place);
  }
}
