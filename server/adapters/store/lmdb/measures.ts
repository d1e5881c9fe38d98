import { setImmediate as nextTurn } from "node:timers/promises";
import type { StateReader } from "./state-reader.ts";
import { MEASURES, MESSAGES } from "./tables.ts";

/** Bodies that are looked at in one turn of the event loop. */
const BODIES_AT_A_TIME = 10_000;

/** How much the body of each queued message comes to, and when it expires. */
export class Measures {
  readonly #bytes = new Map<number, number>();
  /** Of those that do. */
  readonly #expiries = new Map<number, number>();

  static async of(state: StateReader): Promise<Measures> {
    const measures = new Measures();
    const cursor = state.through(MESSAGES, "file");
    while (cursor.next()) {
      const { bytes, expiresAt } = MEASURES.read(cursor.record);
      measures.#bytes.set(cursor.lastNumber, bytes);
      if (expiresAt !== undefined) measures.#expiries.set(cursor.lastNumber, expiresAt);
      if (measures.#bytes.size % BODIES_AT_A_TIME === 0) await nextTurn();
    }
    return measures;
  }

  /** Undefined: there is no such body. */
  bytes(messageNumber: number): number | undefined {
    return this.#bytes.get(messageNumber);
  }

  expiresAt(messageNumber: number): number | undefined {
    return this.#expiries.get(messageNumber);
  }
}
