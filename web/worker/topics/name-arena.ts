const PAGE_BITS = 20;
const PAGE_BYTES = 1 << PAGE_BITS;
const OFFSET_MASK = PAGE_BYTES - 1;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DOLLAR = 0x24;

/** The bytes of topic levels, one after the other in pages: a name costs its bytes, and growing copies nothing. */
export class NameArena {
  readonly #pages: Uint8Array[] = [new Uint8Array(PAGE_BYTES)];
  #used = 0;
  readonly #decoder = new TextDecoder();

  get bytes(): number {
    return this.#pages.length * PAGE_BYTES;
  }

  /** Keeps source[start..end) and returns where. A level is never longer than a page: MQTT strings end at 65,535 bytes. */
  add(source: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if ((this.#used & OFFSET_MASK) + length > PAGE_BYTES || this.#used === this.#pages.length * PAGE_BYTES) {
      this.#used = this.#pages.length * PAGE_BYTES;
      this.#pages.push(new Uint8Array(PAGE_BYTES));
    }
    const offset = this.#used;
    const page = this.#page(offset);
    const at = offset & OFFSET_MASK;
    for (let i = 0; i < length; i++) page[at + i] = source[start + i]!;
    this.#used += length;
    return offset;
  }

  equals(offset: number, length: number, source: Uint8Array, start: number): boolean {
    const page = this.#page(offset);
    const at = offset & OFFSET_MASK;
    for (let i = 0; i < length; i++) if (page[at + i] !== source[start + i]) return false;
    return true;
  }

  /** The first byte of a name that is not empty. */
  byteAt(offset: number): number {
    return this.#page(offset)[offset & OFFSET_MASK]!;
  }

  text(offset: number, length: number): string {
    const at = offset & OFFSET_MASK;
    return this.#decoder.decode(this.#page(offset).subarray(at, at + length));
  }

  /** Copies a name to the end of `target` that is `end`, and returns where it now begins. */
  copyBefore(offset: number, length: number, target: Uint8Array, end: number): number {
    const page = this.#page(offset);
    const at = offset & OFFSET_MASK;
    for (let i = 0; i < length; i++) target[end - length + i] = page[at + i]!;
    return end - length;
  }

  /**
   * Orders names as a reader expects: runs of digits by their value (`line-2` before `line-10`), names that begin with
   * `$` last, the rest by bytes. Names that differ only in leading zeros are still ordered, never equal.
   */
  compare(offsetA: number, lengthA: number, offsetB: number, lengthB: number): number {
    const a = this.#page(offsetA);
    const b = this.#page(offsetB);
    let i = offsetA & OFFSET_MASK;
    let j = offsetB & OFFSET_MASK;
    const endA = i + lengthA;
    const endB = j + lengthB;
    const isSystemA = lengthA > 0 && a[i] === DOLLAR;
    if (isSystemA !== (lengthB > 0 && b[j] === DOLLAR)) return isSystemA ? 1 : -1;
    let zeros = 0;
    while (i < endA && j < endB) {
      const byteA = a[i]!;
      const byteB = b[j]!;
      if (isDigit(byteA) && isDigit(byteB)) {
        const startA = skipZeros(a, i, endA);
        const startB = skipZeros(b, j, endB);
        if (zeros === 0) zeros = startA - i - (startB - j);
        const stopA = digitsEnd(a, startA, endA);
        const stopB = digitsEnd(b, startB, endB);
        if (stopA - startA !== stopB - startB) return stopA - startA - (stopB - startB);
        for (i = startA, j = startB; i < stopA; i++, j++) if (a[i] !== b[j]) return a[i]! - b[j]!;
      } else {
        if (byteA !== byteB) return byteA - byteB;
        i++;
        j++;
      }
    }
    return endA - i - (endB - j) || zeros;
  }

  #page(offset: number): Uint8Array {
    // >>> would lose nothing here, but offsets beyond 2^31 must stay positive
    return this.#pages[Math.floor(offset / PAGE_BYTES)]!;
  }
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}

/** Behind the leading zeros, but never behind the last digit. */
function skipZeros(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (bytes[at] === DIGIT_0 && at + 1 < end && isDigit(bytes[at + 1]!)) at++;
  return at;
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(bytes[at]!)) at++;
  return at;
}
