/**
 * Things by the time at which they expire, the first on top; one is added or taken out at the cost of the logarithm of their
 * number. The time of one that is in it does not change.
 */
export class ExpiryHeap<T> {
  readonly #timeOf: (item: T) => number;
  readonly #heap: T[] = [];
  readonly #places = new Map<T, number>();

  constructor(timeOf: (item: T) => number) {
    this.#timeOf = timeOf;
  }

  get size(): number {
    return this.#heap.length;
  }

  get first(): T | undefined {
    return this.#heap[0];
  }

  add(item: T): void {
    this.#heap.push(item);
    this.#rise(item, this.#heap.length - 1);
  }

  remove(item: T): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    this.#places.delete(item);
    const last = this.#heap.pop() as T;
    if (last === item) return;
    this.#sink(last, place);
    this.#rise(last, this.#places.get(last) as number);
  }

  #rise(item: T, from: number): void {
    const time = this.#timeOf(item);
    let place = from;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      const parent = this.#heap[above] as T;
      if (this.#timeOf(parent) <= time) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(item, place);
  }

  #sink(item: T, from: number): void {
    const time = this.#timeOf(item);
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      const left = this.#heap[below];
      const right = this.#heap[below + 1];
      if (left === undefined) break;
      if (right !== undefined && this.#timeOf(right) < this.#timeOf(left)) below++;
      const child = this.#heap[below] as T;
      if (this.#timeOf(child) >= time) break;
      this.#put(child, place);
      place = below;
    }
    this.#put(item, place);
  }

  #put(item: T, place: number): void {
    this.#heap[place] = item;
    this.#places.set(item, place);
  }
}
