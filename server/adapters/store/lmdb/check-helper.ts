import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Steps } from "./check-leaves.ts";
import type { PartOfCheck } from "./file-check.ts";

/** Of a smaller file the check is done before a thread has begun. */
const HELPED_BYTES = 32 * 1024 * 1024;
/** Beside the built server; where that is not built there is none. */
const WORKER = new URL("./check-worker.js", import.meta.url);

/** What the thread is started with. */
export interface HelperData {
  readonly path: string;
  readonly steps: SharedArrayBuffer;
}

/** A thread that has a part in the check of a large file. */
export class CheckHelper {
  readonly #worker: Worker;
  readonly #part: Promise<PartOfCheck | undefined>;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#part = new Promise((resolve) => {
      worker.once("message", resolve);
      worker.once("error", () => resolve(undefined));
      worker.once("exit", () => resolve(undefined));
    });
  }

  /** Undefined: the file is too small for it. */
  static start(path: string, bytes: number, steps: Steps, program = WORKER): CheckHelper | undefined {
    if (bytes < HELPED_BYTES || !existsSync(program)) return undefined;
    const workerData: HelperData = { path, steps: steps.shared };
    return new CheckHelper(new Worker(program, { workerData }));
  }

  /** What it found when there are no more steps to take; undefined: damage, or it has failed itself. */
  part(): Promise<PartOfCheck | undefined> {
    return this.#part;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
