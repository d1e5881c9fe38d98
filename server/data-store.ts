import { resolve } from "node:path";
import { DataDirectoryError } from "./adapters/store/lmdb/data-directory-error.ts";
import { openLmdbStore, type StoreProgress } from "./adapters/store/lmdb/lmdb-store.ts";
import type { RestoreOutcome } from "./adapters/store/lmdb/pending-restore.ts";
import { createMemoryStore } from "./adapters/store/memory.ts";
import type { Settings } from "./config/settings.ts";
import type { Store } from "./core/ports/store.ts";
import { StartError, type StartErrorCode } from "./start-error.ts";

/** Where what must outlive the process is kept. */
export interface DataStore {
  readonly store: Store;
  /** The data directory; undefined: in memory. */
  readonly directory: string | undefined;
  /** What became of a store that `vitrina restore` had left to be put in; undefined: none was there. */
  readonly restore: RestoreOutcome | undefined;
}

const REMEDIES: Readonly<Record<DataDirectoryError["problem"], readonly [StartErrorCode, string]>> = {
  taken: ["data-directory-taken", "Stop that one, or choose another directory with --data"],
  newer: ["data-directory-newer", "Start that version, or choose another directory with --data"],
  damaged: ["data-directory-damaged", "Start again: what is damaged is set aside then"],
};

/** Opens the store that the settings name; throws StartError where it cannot be used. */
export async function openDataStore(
  { data, memory, durability }: Settings,
  onProgress: (progress: StoreProgress) => void,
): Promise<DataStore> {
  if (memory) return { store: createMemoryStore(), directory: undefined, restore: undefined };
  const directory = resolve(data);
  let restore: RestoreOutcome | undefined;
  const onRestore = (outcome: RestoreOutcome): void => {
    restore = outcome;
  };
  try {
    const store = await openLmdbStore(directory, { durability, onRestore, onProgress });
    return { store, directory, restore };
  } catch (error) {
    throw dataFailure(error, directory);
  }
}

function dataFailure(error: unknown, directory: string): unknown {
  if (error instanceof DataDirectoryError) {
    const [code, remedy] = REMEDIES[error.problem];
    return new StartError(code, `The data directory ${directory} ${error.message}. ${remedy}`);
  }
  if (!(error instanceof Error && "code" in error)) return error;
  return new StartError(
    "data-directory-unusable",
    `The data directory ${directory} cannot be used: ${error.message}. Correct it, choose another one with --data, or keep everything in memory with --memory`,
  );
}
