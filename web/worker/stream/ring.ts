/** A queue of numbers under ever growing positions: `start` … `end - 1` are held. */
export class Ring {
  readonly #slots: Float64Array;
  #start = 0;
  #end = 0;

  /** Holds at most `capacity` + 1 numbers. */
  constructor(capacity: number) {
    this.#slots = new Float64Array(capacity + 1);
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  has(position: number): boolean {
    return position >= this.#start && position < this.#end;
  }

  get(position: number): number {
    return this.#slots[position % this.#slots.length]!;
  }

  push(value: number): void {
    this.#slots[this.#end++ % this.#slots.length] = value;
    if (this.length > this.#slots.length) this.#start++;
  }

  shift(): void {
    if (this.#start < this.#end) this.#start++;
  }

  clear(): void {
    this.#start = this.#end;
  }
}
