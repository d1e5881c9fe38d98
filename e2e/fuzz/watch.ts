import type { Vitrina } from "../support/vitrina.ts";

/** Codes of the log that tell of a fault of the broker's own (docs/errors.md). */
const FAULTS: ReadonlySet<unknown> = new Set(["internal-error", "fault", "request-failed"]);
const RESIDENT = /^process_resident_memory_bytes (\S+)$/m;
const MEASURE_EVERY_MILLISECONDS = 30_000;

/** The broker's memory at one time, bytes. */
export interface Memory {
  /** What the system has given to the process. */
  readonly resident: number;
  /** What is in use: heap and buffers after a collection. Only this tells a leak from what is collected late. */
  readonly live: number;
}

/** Looks after the broker: whether it lives and logs no fault of its own, and how much memory it has. */
export class Watch {
  /** From time to time. */
  readonly memory: Memory[] = [];
  readonly #vitrina: Vitrina;
  #exit: string | undefined;
  #measuredAt = performance.now();
  #linesRead = 0;
  readonly #faults: string[] = [];

  constructor(vitrina: Vitrina) {
    this.#vitrina = vitrina;
    void vitrina.exited.then((code) => {
      this.#exit = `the broker ended with exit code ${code}`;
    });
  }

  problems(): readonly string[] {
    const { log } = this.#vitrina;
    for (; this.#linesRead < log.length; this.#linesRead++) {
      const line = log[this.#linesRead];
      if (FAULTS.has(line?.code)) this.#faults.push(`the broker logged ${JSON.stringify(line)}`);
    }
    return this.#exit === undefined ? this.#faults : [...this.#faults, this.#exit];
  }

  async measureNowAndThen(): Promise<void> {
    if (performance.now() - this.#measuredAt >= MEASURE_EVERY_MILLISECONDS) await this.measure();
  }

  async measure(): Promise<void> {
    this.#measuredAt = performance.now();
    if (this.#exit !== undefined) return;
    const response = await fetch(`${this.#vitrina.url}/metrics`).catch(() => undefined);
    const resident = RESIDENT.exec((await response?.text()) ?? "")?.[1];
    if (resident === undefined) return;
    const live = await Promise.race([this.#vitrina.liveBytes(), this.#vitrina.exited]);
    if (this.#exit === undefined && live !== null) this.memory.push({ resident: Number(resident), live });
  }
}
