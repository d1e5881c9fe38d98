import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { between, chance, pick, type Random, times } from "../fuzz/random.ts";
import { segmentName, segmentsIn } from "./journal-watch.ts";

const STORE = "store.mdb";
const PAGE = 4_096;
/** What says where all else is. */
const FIRST_PAGES = 2;
const MOST_PAGES = 5;
const MOST_BYTES = 5_000;
const MOST_FLIPPED = 20;
/** Of a hundred. */
const JOURNALS = 40;
const FIRST = 15;
const TWICE = 20;

const WAYS = ["cut off", "zeros", "pages of zeros", "flipped bytes", "deleted"] as const;

/** Damage that was done to one file. */
export interface Damage {
  readonly file: string;
  /** Undefined: the store file. */
  readonly segment: number | undefined;
  readonly what: string;
  /** As docs/durability.md says: what is missing at the end of the journal looks as if a kill had left it so. */
  readonly mayPassUnnoticed: boolean;
}

/** Damages the files of a data directory that nobody uses, in random ways at random places. */
export class Vandal {
  readonly #directory: string;
  readonly #random: Random;

  constructor(directory: string, random: Random) {
    this.#directory = directory;
    this.#random = random;
  }

  /** One file, and now and then two. */
  strike(): Damage[] {
    const files = chance(this.#random, TWICE) ? ["store", "journal"] : [this.#one()];
    return files.map((kind) => (kind === "journal" ? this.#strikeJournal() : this.#strikeStore()));
  }

  #one(): "store" | "journal" {
    return chance(this.#random, JOURNALS) ? "journal" : "store";
  }

  #strikeStore(): Damage {
    const way = pick(this.#random, WAYS.slice(0, -1));
    return { file: STORE, segment: undefined, what: this.#damage(STORE, way), mayPassUnnoticed: false };
  }

  /** A polite stop leaves an empty segment, and then the store file is damaged. */
  #strikeJournal(): Damage {
    const filled = segmentsIn(this.#directory).filter((segment) => this.#bytes(segmentName(segment)) > 0);
    if (filled.length === 0) return this.#strikeStore();
    const segment = pick(this.#random, filled);
    const way = pick(this.#random, WAYS);
    const mayPassUnnoticed = segment === filled.at(-1);
    const file = segmentName(segment);
    return { file, segment, what: this.#damage(file, way), mayPassUnnoticed };
  }

  #bytes(file: string): number {
    return statSync(join(this.#directory, file)).size;
  }

  #damage(file: string, way: (typeof WAYS)[number]): string {
    const path = join(this.#directory, file);
    if (!existsSync(path)) return `${file} was not there`;
    const bytes = readFileSync(path);
    if (way === "deleted") {
      rmSync(path);
      return `${file} (${bytes.length} bytes) deleted`;
    }
    if (way === "cut off") {
      const length = this.#random(this.#end(bytes.length));
      truncateSync(path, length);
      return `${file} (${bytes.length} bytes) cut off at ${length}`;
    }
    const places = way === "flipped bytes" ? this.#flip(bytes) : this.#zero(bytes, way === "pages of zeros");
    writeFileSync(path, bytes);
    return `${file} (${bytes.length} bytes): ${way} at ${places}`;
  }

  /** Up to where damage is done: the first pages are few, and matter most. */
  #end(length: number): number {
    return chance(this.#random, FIRST) ? Math.min(length, FIRST_PAGES * PAGE) : length;
  }

  #flip(bytes: Buffer): string {
    const end = this.#end(bytes.length);
    const places = times(between(this.#random, 1, MOST_FLIPPED), () => this.#random(end));
    for (const at of places) bytes.writeUInt8(bytes.readUInt8(at) ^ between(this.#random, 1, 255), at);
    return places.join(", ");
  }

  #zero(bytes: Buffer, isInPages: boolean): string {
    const place = this.#random(this.#end(bytes.length));
    const from = isInPages ? place - (place % PAGE) : place;
    const length = isInPages
      ? between(this.#random, 1, MOST_PAGES) * PAGE
      : between(this.#random, 1, MOST_BYTES);
    const to = Math.min(bytes.length, from + length);
    bytes.fill(0, from, to);
    return `${from} to ${to}`;
  }
}
