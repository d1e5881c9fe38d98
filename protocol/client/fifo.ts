/** Taken elements are let go when none is left, or when there are this many of them and more than are left. */
const CUT_AFTER = 1024;

/** A queue that is quick at both ends, which `Array.shift` is not. */
export class Fifo<T> {
  #elements: T[] = [];
  #at = 0;

  get size(): number {
    return this.#elements.length - this.#at;
  }

  push(element: T): void {
    this.#elements.push(element);
  }

  peek(): T | undefined {
    return this.#elements[this.#at];
  }

  shift(): T | undefined {
    const element = this.#elements[this.#at];
    if (element === undefined) return undefined;
    this.#at += 1;
    if (this.size === 0 || (this.#at > CUT_AFTER && this.#at > this.size)) {
      this.#elements = this.#elements.slice(this.#at);
      this.#at = 0;
    }
    return element;
  }
}
