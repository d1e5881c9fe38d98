import { readdirSync } from "node:fs";
import type { Ledger } from "./ledger.ts";
import type { RetainedTopic, RetainedValues } from "./retained-values.ts";

const SEGMENT = /^journal-(\d+)$/;

/** How far all had come at one moment, as clients saw it. */
export interface Mark {
  readonly order: number;
  /** The number of each retained value that was acknowledged last. */
  readonly retained: ReadonlyMap<RetainedTopic, number>;
}

/** Keeps for each segment of the journal what was acknowledged before it was there: that is elsewhere. */
export class JournalWatch {
  readonly #directory: string;
  readonly #ledger: Ledger;
  readonly #retained: RetainedValues;
  readonly #marks = new Map<number, Mark>();
  #last: Mark;

  constructor(directory: string, ledger: Ledger, retained: RetainedValues) {
    this.#directory = directory;
    this.#ledger = ledger;
    this.#retained = retained;
    this.#last = { order: 0, retained: new Map() };
  }

  step(): void {
    for (const segment of segmentsIn(this.#directory))
      if (!this.#marks.has(segment)) this.#marks.set(segment, this.#last);
    this.#last = { order: this.#ledger.next(), retained: this.#acknowledged() };
  }

  /** What was acknowledged up to it does not need this segment, or any later one. */
  before(segment: number): Mark {
    return this.#marks.get(segment) ?? this.#last;
  }

  #acknowledged(): ReadonlyMap<RetainedTopic, number> {
    return new Map([...this.#retained.topics].map((topic) => [topic, topic.candidates[0]?.number ?? 0]));
  }
}

/** The numbers of the segments that a directory has, in order. */
export function segmentsIn(directory: string): number[] {
  return readdirSync(directory)
    .map((name) => SEGMENT.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** The name of a segment's file. */
export function segmentName(segment: number): string {
  return `journal-${String(segment).padStart(12, "0")}`;
}
