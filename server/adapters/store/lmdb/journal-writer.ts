import type { Journal } from "./journal.ts";
import type { Layers } from "./layers.ts";
import { RetryTimer } from "./retry-timer.ts";
import type { Mark, Standing } from "./standing.ts";

/** Who hears what becomes of batches. */
export interface JournalOwner {
  /** The journal has the batch. */
  onWritten(): void;
  /** Every batch up to and with `epoch` is safe, which could not be said at once. */
  onSafe(epoch: number): void;
  /** It cannot be written or flushed, and is tried again. */
  onFailed(retry: RetryTimer, error: unknown): void;
  /** It can again. */
  onRecovered(retry: RetryTimer): void;
}

/** Brings the batches of ticks to the journal, and says when each is safe: when it is written, or when it is flushed. */
export class JournalWriter {
  readonly #journal: Journal;
  readonly #layers: Layers;
  readonly #standing: Standing;
  readonly #isSynced: boolean;
  readonly #owner: JournalOwner;
  readonly #retry = new RetryTimer(() => this.#tryAgain());
  /** The last tick that had something to make safe. */
  #epoch = 0;
  /** The last one that the journal has. */
  #writtenEpoch = 0;
  /** The last write has failed. */
  #isUnwritten = false;
  #syncing: Promise<void> | undefined;
  #isStopped = false;
  /** A flush has failed: what the journal had since the file was written last is written anew. */
  #isDoubtful = false;
  /** What was written anew begins with this segment; undefined: it is flushed, or nothing was. */
  #renewedFrom: number | undefined;

  /** `isSynced`: a batch is safe only when it is flushed. */
  constructor(journal: Journal, layers: Layers, standing: Standing, isSynced: boolean, owner: JournalOwner) {
    this.#journal = journal;
    this.#layers = layers;
    this.#standing = standing;
    this.#isSynced = isSynced;
    this.#owner = owner;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** It has failed and is not tried again yet. */
  get isWaiting(): boolean {
    return this.#retry.isWaiting;
  }

  /** True: the batch is safe already. */
  commit(epoch: number): boolean {
    this.#epoch = epoch;
    if (this.isWaiting || !this.write()) return false;
    if (this.#isSynced) {
      this.#sync();
      return false;
    }
    this.#standing.committed(this.#standing.written);
    return true;
  }

  /** False: it cannot be written now, and is tried again. */
  write(): boolean {
    const { batch } = this.#layers;
    try {
      if (this.#isDoubtful) this.#renew();
      if (batch.size > 0) this.#journal.append(batch);
    } catch (error) {
      this.#isUnwritten = true;
      this.#owner.onFailed(this.#retry, error);
      return false;
    }
    this.#isUnwritten = false;
    this.#writtenEpoch = this.#epoch;
    this.#standing.wrote(batch);
    this.#layers.batchJournaled();
    this.#owner.onWritten();
    return true;
  }

  /** Writes what is left, and tries nothing again. Resolves when no flush is under way; false: it could not be written. */
  async stop(): Promise<boolean> {
    this.#isStopped = true;
    const isWritten = this.write();
    await this.#syncing;
    this.#retry.stop();
    return isWritten;
  }

  /** Into a new segment; one in which that was tried before and never flushed has nothing of its own. */
  #renew(): void {
    const { journaled, leaving } = this.#layers;
    this.#journal.renew();
    const { segment } = this.#journal;
    for (const changes of [leaving, journaled]) this.#journal.append(changes);
    this.#isDoubtful = false;
    if (this.#renewedFrom !== undefined) this.#journal.forget(segment, this.#renewedFrom);
    this.#renewedFrom ??= segment;
  }

  #tryAgain(): void {
    if (!this.write()) return;
    if (this.#isSynced) this.#sync();
    else this.#safe(this.#writtenEpoch, this.#standing.written);
  }

  /** One flush at a time: what is written meanwhile waits for the next. */
  #sync(): void {
    this.#syncing ??= this.#syncUpTo(this.#writtenEpoch);
  }

  async #syncUpTo(epoch: number): Promise<void> {
    const { written } = this.#standing;
    try {
      await this.#journal.sync();
    } catch (error) {
      this.#syncing = undefined;
      // the system may have thrown away what it could not flush, and say nothing of it the next time
      this.#isDoubtful = true;
      this.#owner.onFailed(this.#retry, error);
      return;
    }
    this.#syncing = undefined;
    this.#renewedFrom = undefined;
    this.#safe(epoch, written);
    if (this.#writtenEpoch > epoch && !this.#isStopped) this.#sync();
  }

  #safe(epoch: number, mark: Mark): void {
    this.#standing.committed(mark);
    // what was flushed may be older than what cannot be written
    if (!this.#isUnwritten) this.#owner.onRecovered(this.#retry);
    this.#owner.onSafe(epoch);
  }
}
