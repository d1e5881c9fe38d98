import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { flushDirectory } from "./copy-store.ts";
import { formatOf } from "./format.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { expectWhole } from "./sound-file.ts";
import { STORE_FILE, storePath } from "./store-path.ts";

/** The directory, in a data directory, of a whole store that is to take the place of the one that is there. */
const PENDING = "restore";
/** In it: what was there before, until all of it is set aside. */
const ASIDE = "aside";
/** All that belongs to a store; LMDB's own lock file counts the readers of this very file. */
const OF_A_STORE = /^(?:store\.mdb(?:-lock)?|journal-\d{12})$/;

/** What became of a store that was to be put in. */
export type RestoreOutcome =
  /** `replaced`: the name of the directory with what was there before; undefined: nothing was. */
  | { readonly kind: "restored"; readonly replaced: string | undefined }
  /** Nothing has changed; `kept`: the name of the directory with what was to be put in. */
  | { readonly kind: "failed"; readonly reason: string; readonly kept: string };

/** Where a store stands that is to be put into a data directory. */
export function pendingPath(directory: string): string {
  return join(directory, PENDING);
}

/**
 * Puts the store that waits, if one does, in the place of the one that is there, which is set aside by name and never
 * deleted. The directory is locked by the caller. Every step is the renaming of a file: where the process dies between
 * two of them, the next start goes on with the rest, since what stands beside a waiting store is always of the old one.
 */
export async function takeUpRestore(directory: string, now: number): Promise<RestoreOutcome | undefined> {
  const pending = pendingPath(directory);
  if (!existsSync(pending)) return undefined;
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, "-");
  const isWaiting = existsSync(storePath(pending));
  try {
    if (isWaiting) {
      await check(storePath(pending));
      swap(directory, pending);
    }
  } catch (error) {
    putBack(directory, pending);
    const kept = `restore-failed-${stamp}`;
    renameSync(pending, join(directory, kept));
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error), kept };
  }
  return { kind: "restored", replaced: nameAside(directory, pending, `replaced-${stamp}`) };
}

/** Throws where the store cannot be opened by this version. */
async function check(path: string): Promise<void> {
  expectWhole(path);
  const file = new LmdbFile(path, "snapshot");
  try {
    if (formatOf(file) === undefined) throw new Error("there is nothing in it");
  } finally {
    await file.close();
  }
}

function swap(directory: string, pending: string): void {
  const aside = join(pending, ASIDE);
  mkdirSync(aside, { recursive: true });
  moveStore(directory, aside);
  renameSync(storePath(pending), storePath(directory));
  flushDirectory(aside);
  flushDirectory(directory);
}

/** What was set aside before a step failed; the store that waits is where it was. */
function putBack(directory: string, pending: string): void {
  const aside = join(pending, ASIDE);
  if (existsSync(storePath(pending)) && existsSync(aside)) {
    moveStore(aside, directory);
    rmdirSync(aside);
  }
}

/** The LMDB file goes last, so that a start never finds a journal without it. */
function moveStore(from: string, to: string): void {
  const names = readdirSync(from).filter((name) => OF_A_STORE.test(name));
  for (const name of names.sort((a, b) => Number(a === STORE_FILE) - Number(b === STORE_FILE)))
    renameSync(join(from, name), join(to, name));
}

/** The new store is in its place. Returns the name of the directory with the old one. */
function nameAside(directory: string, pending: string, name: string): string | undefined {
  const aside = join(pending, ASIDE);
  const hasStore = existsSync(aside) && readdirSync(aside).length > 0;
  if (hasStore) renameSync(aside, join(directory, name));
  rmSync(pending, { recursive: true });
  return hasStore ? name : undefined;
}
