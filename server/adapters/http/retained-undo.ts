import { randomUUID } from "node:crypto";
import type { Clock } from "../../core/ports/clock.ts";
import type { RetainedRecord } from "../../core/ports/inside.ts";

/** How long deleted retained messages are kept for an undo, in milliseconds. */
export const UNDO_MILLISECONDS = 10 * 60_000;
/** How much is kept for all undos together, in bytes; the oldest undo gives way. */
export const MAXIMUM_UNDO_BYTES = 64 * 1024 * 1024;
/** What a record costs beside its topic and payload, in bytes. */
const RECORD_BYTES = 256;

interface Undo {
  readonly records: readonly RetainedRecord[];
  readonly bytes: number;
  readonly expiresAt: number;
  readonly cancelTimer: () => void;
}

/** Deleted retained messages, kept for a while and within bounds so that they can be put back. */
export class RetainedUndo {
  readonly #clock: Clock;
  /** By id, the oldest first. */
  readonly #undos = new Map<string, Undo>();
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps `records`; undefined when they are too many bytes to keep. */
  keep(records: readonly RetainedRecord[]): { id: string; expiresAt: number } | undefined {
    const bytes = records.reduce((sum, record) => sum + undoBytes(record), 0);
    if (records.length === 0 || bytes > MAXIMUM_UNDO_BYTES) return undefined;
    for (const oldest of this.#undos.keys()) {
      if (this.#bytes + bytes <= MAXIMUM_UNDO_BYTES) break;
      this.take(oldest);
    }
    const id = randomUUID();
    const expiresAt = this.#clock.now() + UNDO_MILLISECONDS;
    const cancelTimer = this.#clock.after(UNDO_MILLISECONDS, () => this.take(id));
    this.#undos.set(id, { records, bytes, expiresAt, cancelTimer });
    this.#bytes += bytes;
    return { id, expiresAt };
  }

  /** Gives the records of an undo, once. */
  take(id: string): readonly RetainedRecord[] | undefined {
    const undo = this.#undos.get(id);
    if (undo === undefined) return undefined;
    undo.cancelTimer();
    this.#undos.delete(id);
    this.#bytes -= undo.bytes;
    return undo.records;
  }

  /** Forgets everything. */
  clear(): void {
    for (const id of [...this.#undos.keys()]) this.take(id);
  }
}

/** What keeping a record for an undo costs, in bytes. */
export function undoBytes(record: RetainedRecord): number {
  return RECORD_BYTES + 2 * record.topic.length + record.payload.byteLength + record.properties.byteLength;
}
