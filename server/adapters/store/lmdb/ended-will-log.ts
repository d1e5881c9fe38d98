import { type EndedWillRecord, KEPT_ENDED_WILLS } from "../../../core/ports/ended-will.ts";
import { lastNumber, numberKey } from "./keys.ts";
import type { Layers } from "./layers.ts";
import { ENDED_WILLS } from "./tables.ts";

/** Wills that have ended, numbered as they come; the oldest is taken out where there are too many. */
export class EndedWillLog {
  readonly #layers: Layers;
  #oldest: number;
  #next: number;

  constructor(layers: Layers) {
    this.#layers = layers;
    const numbers = [...layers.file.range(ENDED_WILLS.prefix)].map(({ key }) => lastNumber(key));
    this.#next = (numbers.at(-1) ?? 0) + 1;
    this.#oldest = numbers[0] ?? this.#next;
  }

  add(will: EndedWillRecord): void {
    this.#layers.add(ENDED_WILLS, numberKey(this.#next++), will);
    while (this.#next - this.#oldest > KEPT_ENDED_WILLS)
      this.#layers.remove(ENDED_WILLS, numberKey(this.#oldest++));
  }
}
