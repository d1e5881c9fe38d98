import { write, writeSync } from "node:fs";
import type { DestinationStream } from "pino";

/** Bytes that wait while they cannot be written; beyond them lines are lost. */
export const MAXIMUM_WAITING_BYTES = 16 * 1024 * 1024;
/** Written at a time. */
const CHUNK_CHARACTERS = 64 * 1024;
/** Until it is tried again, milliseconds. */
const RETRY = 100;
/** How often it is tried when there is no time to wait, and the pause between, milliseconds. */
const LAST_TRIES = 10;
const LAST_PAUSE = 10;
/** The reader does not read as fast as is written. */
const BUSY = "EAGAIN";
/** Nobody reads any more. */
const GONE = "EPIPE";

/**
 * Where the log is written. It never waits for who reads it, and no error ends the process: what a full disk or a slow
 * reader does not take, waits and is tried again.
 */
export class LogOutput implements DestinationStream {
  readonly #descriptor: number;
  readonly #onLost: (lines: number) => void;
  #lines: string[] = [];
  /** What is being written, or was tried and failed. */
  #chunk: Buffer | undefined;
  #waitingBytes = 0;
  #lost = 0;
  #state: "idle" | "scheduled" | "writing" | "failing" | "gone" = "idle";
  #retry: NodeJS.Timeout | undefined;
  #onClosed: (() => void) | undefined;

  /** `onLost` is told, when it can be written again, how many lines were lost meanwhile. */
  constructor(descriptor: number, onLost: (lines: number) => void) {
    this.#descriptor = descriptor;
    this.#onLost = onLost;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#state === "gone") return;
    if (this.#waitingBytes + bytes > MAXIMUM_WAITING_BYTES) {
      this.#lost++;
      return;
    }
    this.#lines.push(line);
    this.#waitingBytes += bytes;
    if (this.#state !== "idle") return;
    this.#state = "scheduled";
    setImmediate(() => this.#state === "scheduled" && this.#writeNext());
  }

  /** Resolves when all is written, in order, or cannot be. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#onClosed = resolve;
      if (this.#state === "gone") resolve();
      else if (this.#state !== "writing") this.#writeNext();
    });
  }

  /** Writes what waits at once, as far as it is taken, for when there is no time to wait. */
  flush(): void {
    // what is being written is on its way already
    if (this.#state === "writing") this.#chunk = undefined;
    for (let tries = 0; tries < LAST_TRIES && this.#next() !== undefined; ) {
      try {
        this.#wrote(writeSync(this.#descriptor, this.#chunk as Buffer));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== BUSY) return;
        tries++;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, LAST_PAUSE);
      }
    }
  }

  #writeNext(): void {
    clearTimeout(this.#retry);
    const chunk = this.#next();
    if (chunk === undefined) {
      this.#state = "idle";
      this.#onClosed?.();
      return;
    }
    this.#state = "writing";
    write(this.#descriptor, chunk, (error, written) => {
      if (error !== null) this.#failed(error);
      else {
        this.#wrote(written);
        this.#tellLost();
        this.#writeNext();
      }
    });
  }

  #next(): Buffer | undefined {
    if (this.#chunk !== undefined) return this.#chunk;
    let characters = 0;
    let count = 0;
    for (; count < this.#lines.length && characters < CHUNK_CHARACTERS; count++)
      characters += this.#lines[count]?.length ?? 0;
    if (count > 0) this.#chunk = Buffer.from(this.#lines.splice(0, count).join(""));
    return this.#chunk;
  }

  #wrote(bytes: number): void {
    this.#waitingBytes -= bytes;
    if (this.#chunk !== undefined)
      this.#chunk = bytes < this.#chunk.length ? this.#chunk.subarray(bytes) : undefined;
  }

  #tellLost(): void {
    if (this.#lost === 0) return;
    const lost = this.#lost;
    this.#lost = 0;
    this.#onLost(lost);
  }

  #failed({ code }: NodeJS.ErrnoException): void {
    if (code === GONE) {
      this.#state = "gone";
      this.#lines = [];
      this.#chunk = undefined;
    } else {
      this.#state = "failing";
      this.#retry = setTimeout(() => this.#writeNext(), RETRY);
    }
    if (code !== BUSY) this.#onClosed?.();
  }
}
