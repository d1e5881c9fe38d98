import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { between, type Random } from "../fuzz/random.ts";
import type { Broker } from "./broker.ts";

const run = promisify(execFile);

/** How long there is room, and how long there is none, milliseconds. */
const SHORTEST_ROOM = 200;
const LONGEST_ROOM = 1_500;
const SHORTEST_FULL = 100;
const LONGEST_FULL = 1_200;
/** Beyond so many bytes no file of the broker can be written while the disk is full. */
const MOST_BYTES = 200_000;

/**
 * A disk that is full now and then: the system lets the broker write no file beyond a size (RLIMIT_FSIZE), which needs
 * neither a file system of its own nor the rights to make one.
 */
export class Disk {
  /** How often it was full. */
  fills = 0;
  readonly #broker: Broker;
  readonly #random: Random;
  #isFull = false;
  #changeAt = 0;
  #work: Promise<void> | undefined;

  constructor(broker: Broker, random: Random) {
    this.#broker = broker;
    this.#random = random;
  }

  step(now: number): void {
    if (this.#work !== undefined || !this.#broker.isUp) return;
    // one that was started anew has room
    if (this.#changeAt < this.#broker.readyAt) this.#plan(false, this.#broker.readyAt);
    if (now >= this.#changeAt) this.#begin(!this.#isFull, now);
  }

  /** There is room again, and stays. */
  async free(): Promise<void> {
    await this.#work;
    if (this.#isFull && this.#broker.isUp) this.#begin(false, performance.now());
    await this.#work;
  }

  #begin(isFull: boolean, now: number): void {
    if (isFull) this.fills++;
    this.#plan(isFull, now);
    this.#work = limit(this.#broker.processId, isFull ? this.#random(MOST_BYTES) : undefined).finally(() => {
      this.#work = undefined;
    });
  }

  #plan(isFull: boolean, from: number): void {
    this.#isFull = isFull;
    const time = isFull
      ? between(this.#random, SHORTEST_FULL, LONGEST_FULL)
      : between(this.#random, SHORTEST_ROOM, LONGEST_ROOM);
    this.#changeAt = from + time;
  }
}

/** Undefined: as large as it likes. The process may have ended meanwhile. */
async function limit(processId: number | undefined, bytes: number | undefined): Promise<void> {
  const parameters = ["--pid", String(processId), `--fsize=${bytes ?? "unlimited"}:unlimited`];
  await run("prlimit", parameters).catch((error: Error & { code?: unknown }) => {
    if (error.code === "ENOENT") throw new Error("the full disk needs prlimit, a program of util-linux");
  });
}
