import type {
  Recovered,
  Store,
  StoreEvent,
  StoreListener,
  WaitingMessage,
} from "../../../core/ports/store.ts";
import type { StoreDamage, StoreStatus } from "../../../core/ports/store-status.ts";
import { Bookkeeping, type KeptSession } from "./bookkeeping.ts";
import { lockDirectory, makeDirectory } from "./directory-lock.ts";
import type { JournalRecord } from "./file-tables.ts";
import { Journal } from "./journal.ts";
import { markEntry } from "./journal-mark.ts";
import { JournalWriter } from "./journal-writer.ts";
import { Layers } from "./layers.ts";
import type { LmdbFile } from "./lmdb-file.ts";
import { openFile } from "./open-file.ts";
import { type RestoreOutcome, takeUpRestore } from "./pending-restore.ts";
import { endedSessions, keptSessions, recovered } from "./recovered.ts";
import { RetryTimer } from "./retry-timer.ts";
import { Standing } from "./standing.ts";
import type { StateReader } from "./state-reader.ts";
import { waitingIn } from "./waiting.ts";

const JOURNAL_MILLISECONDS = 1000;
/** The same while ended sessions are cleared away, part after part: they may end quicker than one part a second. */
const CLEARING_MILLISECONDS = 100;
/** The journal goes to the file earlier when it has so many bytes, or changes so many records. */
const JOURNAL_BYTES = 32 * 1024 * 1024;
const JOURNAL_RECORDS = 50_000;

/** What an acknowledgement promises: `commit` outlives the process, `fsync` the machine. */
export type Durability = "commit" | "fsync";

/** How far a start has come with the store. */
export interface StoreProgress {
  readonly step: "checking" | "reading";
  /** Of 1. */
  readonly share: number;
}

/** How a store is opened. */
export interface LmdbStoreOptions {
  readonly durability: Durability;
  /** What the journal has goes to the file after so long: what is acknowledged within it never does. */
  readonly journalMilliseconds?: number;
  /** Told, before anything is read, what became of a store that waited to be put in. */
  readonly onRestore?: (outcome: RestoreOutcome) => void;
  /** Told many times a second while a start reads. */
  readonly onProgress?: (progress: StoreProgress) => void;
}

/** Opens the store of a directory, which is made if it is not there; throws DataDirectoryError, or the system's error. */
export async function openLmdbStore(directory: string, options: LmdbStoreOptions): Promise<LmdbStore> {
  makeDirectory(directory);
  const unlock = lockDirectory(directory);
  try {
    return await openLocked(directory, options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openLocked(
  directory: string,
  options: LmdbStoreOptions,
  unlock: () => void,
): Promise<LmdbStore> {
  const restore = await takeUpRestore(directory, Date.now());
  if (restore !== undefined) options.onRestore?.(restore);
  const onCheck = (share: number): void => options.onProgress?.({ step: "checking", share });
  const { file, lastSegment, sequence, damage } = await openFile(directory, Date.now(), onCheck);
  try {
    const journal = new Journal(directory, lastSegment + 1, options.durability === "fsync", sequence);
    await file.writeRaw([markEntry(journal)]);
    return new LmdbStore(file, journal, options, unlock, damage);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Keeps what must outlive the process. A tick is safe when the journal has it, which costs one short write; what it
 * changed goes to the LMDB file later, many ticks together, and what was taken back meanwhile never does. So answers do
 * not wait for the file, and the file is whole after a power failure, since each of its commits is flushed.
 *
 * Where the journal or the file cannot be written, everything stays in memory and is tried again.
 */
export class LmdbStore implements Store {
  readonly isDurable = true;
  readonly #damage: StoreDamage | undefined;
  readonly #file: LmdbFile;
  readonly #journal: Journal;
  readonly #writer: JournalWriter;
  readonly #durability: Durability;
  readonly #journalMilliseconds: number;
  readonly #unlock: () => void;
  readonly #layers: Layers;
  /** The file as the start found it, until that is taken up. */
  readonly #state: StateReader;
  readonly #onRead: (share: number) => void;
  readonly #sessions: Map<string, KeptSession>;
  readonly #bookkeeping: Bookkeeping;
  #listener: StoreListener | undefined;
  /** Something was appended in this tick. */
  #hasAppended = false;
  /** The file is being written. */
  #leaving: Promise<void> | undefined;
  /** Segments of the journal before this one are in the file when that is written. */
  #leavingBefore = 0;
  /** What of the journal is in the file when that is written. */
  #leavingMark: JournalRecord = { sequence: 0, segment: 0 };
  #leaveTimer: NodeJS.Timeout | undefined;
  readonly #fileRetry = new RetryTimer(() => void this.#leave());
  readonly #standing = new Standing();
  #isClosed = false;

  constructor(
    file: LmdbFile,
    journal: Journal,
    options: LmdbStoreOptions,
    unlock: () => void,
    damage?: StoreDamage,
  ) {
    this.#damage = damage;
    this.#file = file;
    this.#journal = journal;
    this.#durability = options.durability;
    this.#journalMilliseconds = options.journalMilliseconds ?? JOURNAL_MILLISECONDS;
    this.#unlock = unlock;
    this.#layers = new Layers(file);
    const isSynced = options.durability === "fsync";
    this.#writer = new JournalWriter(journal, this.#layers, this.#standing, isSynced, {
      onWritten: () => this.#leaveSoon(),
      onSafe: (epoch) => this.#listener?.onCommitted(epoch),
      onFailed: (retry, error) => this.#failed(retry, error),
      onRecovered: (retry) => this.#recovered(retry),
    });
    this.#state = file.state();
    this.#onRead = (share) => options.onProgress?.({ step: "reading", share });
    this.#sessions = keptSessions(this.#state);
    this.#bookkeeping = new Bookkeeping(this.#layers, this.#sessions, endedSessions(file), (error) =>
      this.#unreadable(error),
    );
  }

  get heldBytes(): number {
    const { batch, journaled, leaving } = this.#layers;
    return batch.bytes + journaled.bytes + leaving.bytes;
  }

  status(): StoreStatus {
    const { batch, journaled, leaving } = this.#layers;
    const { committedAt, failure } = this.#standing;
    return {
      durability: this.#durability,
      committedAt,
      uncommitted: this.#standing.uncommitted(batch),
      journaled: { changes: journaled.size + leaving.size, bytes: journaled.bytes + leaving.bytes },
      fileBytes: this.#file.bytes,
      journalBytes: this.#journal.bytes,
      failure,
    };
  }

  async recover(): Promise<Recovered> {
    this.#clearEnded();
    return {
      ...recovered(this.#file, this.#state, this.#sessions, this.#bookkeeping.next, this.#onRead),
      damage: this.#damage,
    };
  }

  waiting(clientId: string, afterPlace: number, limit: number): readonly WaitingMessage[] {
    const session = this.#sessions.get(clientId);
    if (session === undefined) return [];
    const onUnreadable = (error: unknown): void => this.#unreadable(error);
    return waitingIn(this.#layers, session.number, afterPlace, limit, onUnreadable);
  }

  listen(listener: StoreListener): void {
    this.#listener = listener;
  }

  append(event: StoreEvent): void {
    if (this.#isClosed) return;
    this.#hasAppended = true;
    try {
      this.#bookkeeping.keep(event);
    } catch (error) {
      this.#unreadable(error);
    }
  }

  commit(epoch: number): boolean {
    if (!this.#hasAppended) return true;
    this.#hasAppended = false;
    return this.#layers.batch.size === 0 || this.#writer.commit(epoch);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const isWritten = await this.#writer.stop();
    await this.#leaving;
    await this.#leave();
    this.#fileRetry.stop();
    const isFlushed = this.#journal.close();
    this.#state.close();
    await this.#file.close();
    this.#unlock();
    const { journaled, leaving } = this.#layers;
    const isInFile = journaled.size === 0 && leaving.size === 0;
    const isSafe = isWritten && (this.#durability === "commit" || isFlushed || isInFile);
    if (isSafe) this.#listener?.onCommitted(this.#writer.epoch);
  }

  #leaveSoon(): void {
    if (this.#isClosed) return;
    const isFull = this.#journal.length > JOURNAL_BYTES || this.#layers.journaled.size > JOURNAL_RECORDS;
    if (isFull && !this.#fileRetry.isWaiting) void this.#leave();
    else if (this.#leaveTimer === undefined) this.#leaveIn(this.#journalMilliseconds);
  }

  #leaveIn(milliseconds: number): void {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = setTimeout(() => void this.#leave(), milliseconds).unref();
  }

  /** Brings what the journal has to the file; one at a time. */
  #leave(): Promise<void> {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
    this.#leaving ??= this.#writeFile().finally(() => {
      this.#leaving = undefined;
      if (this.#layers.journaled.size > 0) this.#leaveSoon();
    });
    return this.#leaving;
  }

  async #writeFile(): Promise<void> {
    const layers = this.#layers;
    try {
      if (layers.leaving.size === 0) this.#beginLeaving();
      await this.#file.write(layers.leaving, markEntry(this.#leavingMark));
      layers.arrived();
      this.#listener?.onReadable?.(layers.readablePlace);
      this.#journal.forget(this.#leavingBefore);
    } catch (error) {
      this.#failed(this.#fileRetry, error);
      return;
    }
    this.#recovered(this.#fileRetry);
    this.#clearEnded();
  }

  #beginLeaving(): void {
    this.#journal.rotate();
    const { segment, sequence } = this.#journal;
    this.#leavingBefore = segment;
    // a store that is closed may go elsewhere without its journal, which is empty
    this.#leavingMark = { sequence, segment: this.#isClosed ? 0 : segment };
    this.#layers.leave();
    this.#bookkeeping.ended.leave();
  }

  #clearEnded(): void {
    if (this.#isClosed) return;
    const hasMore = this.#bookkeeping.ended.arrived();
    if (!hasMore) return;
    this.#leaveIn(Math.min(CLEARING_MILLISECONDS, this.#journalMilliseconds));
    if (!this.#hasAppended && !this.#writer.isWaiting) this.#writer.write();
  }

  #unreadable(error: unknown): void {
    this.#listener?.onUnreadable?.(asError(error));
  }

  #failed(retry: RetryTimer, error: unknown): void {
    const reason = asError(error);
    const isFirst = this.#standing.failed(retry, reason);
    if (!this.#isClosed) retry.start();
    if (isFirst) this.#listener?.onFailed(reason);
  }

  #recovered(retry: RetryTimer): void {
    retry.stop();
    if (this.#standing.recovered(retry)) this.#listener?.onRecovered();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
