import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { DataDirectoryError } from "./data-directory-error.ts";
import { type JournalEntry, pathOf, segmentsIn } from "./journal.ts";
import { segmentIn } from "./journal-reading.ts";

/**
 * Segments of a journal that another process may forget at any moment: what is open can still be read. Each but the last
 * is finished; of the last everything counts that was written whole.
 */
export class HeldSegments {
  readonly #directory: string;
  readonly #descriptors = new Map<number, number>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens those that are new; false: one of them has vanished meanwhile. */
  hold(): boolean {
    for (const segment of segmentsIn(this.#directory)) {
      if (this.#descriptors.has(segment)) continue;
      const descriptor = openIfThere(pathOf(this.#directory, segment));
      if (descriptor === undefined) return false;
      this.#descriptors.set(segment, descriptor);
    }
    return true;
  }

  /** The numbers in order. */
  get numbers(): readonly number[] {
    return [...this.#descriptors.keys()].sort((a, b) => a - b);
  }

  get bytes(): number {
    let bytes = 0;
    for (const descriptor of this.#descriptors.values()) bytes += fstatSync(descriptor).size;
    return bytes;
  }

  /** No segment between the first and the last is missing. */
  get isUnbroken(): boolean {
    const { numbers } = this;
    return numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1);
  }

  /** All entries, in the order in which they were written; throws where a batch is damaged. */
  *entries(): Generator<JournalEntry> {
    let next: number | undefined;
    for (const number of this.numbers) {
      const descriptor = this.#descriptors.get(number);
      if (descriptor === undefined) continue;
      const segment = segmentIn(readFileSync(descriptor), next);
      const { entries, lostBatches } = segment;
      if (lostBatches > 0)
        throw new DataDirectoryError("damaged", "cannot be read whole: its journal is damaged");
      yield* entries;
      next = segment.next;
    }
  }

  close(): void {
    for (const descriptor of this.#descriptors.values()) closeSync(descriptor);
    this.#descriptors.clear();
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
