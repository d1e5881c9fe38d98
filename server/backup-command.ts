import { mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type Copied, copyStore, flushDirectory } from "./adapters/store/lmdb/copy-store.ts";
import { DataDirectoryError } from "./adapters/store/lmdb/data-directory-error.ts";
import { openSnapshot, type Snapshot } from "./adapters/store/lmdb/snapshot.ts";
import { storePath } from "./adapters/store/lmdb/store-path.ts";
import { Progress, readDataArguments, removeWhenStopped, unreadable, wrongUse } from "./data-command.ts";
import { bytesText, counted, secondsSince } from "./figures.ts";
import type { Terminal } from "./read-password.ts";
import { StartError } from "./start-error.ts";

const HELP = `A copy of the data directory, also while a server uses it.

Usage: vitrina backup [--data <directory>] <backup>

<backup>  The directory to make; it must not be there yet, or be empty. A server can be started
          from it (vitrina --data <backup>), and vitrina restore puts it back.
--data    The data directory (default: VITRINA_DATA, else ./data).

The backup has everything that was acknowledged before the command began. It appears under its
name when it is whole; Ctrl-C leaves nothing behind.`;

/** `vitrina backup …`: returns what to print; throws StartError. */
export async function runBackupCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  const { operands, directory, isJson, isHelp } = readDataArguments("backup", args);
  if (isHelp) return HELP;
  if (isJson) throw wrongUse("backup", "--json is for vitrina inspect alone");
  const [target, ...more] = operands;
  if (target === undefined || more.length > 0) {
    throw wrongUse("backup", '"vitrina backup" needs the directory to make, and no more');
  }
  return backup(directory, resolve(target), terminal);
}

async function backup(directory: string, target: string, terminal: Terminal): Promise<string> {
  const began = performance.now();
  const name = `The data directory ${directory}`;
  const snapshot = await openSnapshot(directory).catch((error: unknown) => {
    throw unreadable(error, name);
  });
  try {
    prepare(directory, target);
    const copied = await copyTo(target, snapshot, terminal);
    return report(target, copied, began);
  } catch (error) {
    if (error instanceof DataDirectoryError) throw unreadable(error, name);
    if (error instanceof StartError || !(error instanceof Error)) throw error;
    throw new StartError("backup-failed", `No backup was made in ${target}: ${error.message}`);
  } finally {
    await snapshot.close();
  }
}

function prepare(directory: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const isOutside = relative(
    realpathSync(directory),
    join(realpathSync(dirname(target)), basename(target)),
  ).startsWith("..");
  if (!isOutside)
    throw new StartError("backup-failed", `${target} is in the data directory. Choose a place outside`);
  const there = statSync(target, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isDirectory() || readdirSync(target).length > 0) {
    throw new StartError("backup-failed", `${target} is there already. Choose another name, or remove it`);
  }
}

/** Under another name until it is whole. */
async function copyTo(target: string, snapshot: Snapshot, terminal: Terminal): Promise<Copied> {
  const partial = `${target}.partial-${process.pid}`;
  const settled = removeWhenStopped(partial);
  const progress = new Progress(terminal, snapshot.records);
  try {
    const copied = await copyStore(snapshot, partial, (records) => progress.tell(records));
    // an empty directory is in the way on some systems
    rmSync(target, { recursive: true, force: true });
    renameSync(partial, target);
    flushDirectory(dirname(target));
    return copied;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  } finally {
    progress.end();
    settled();
  }
}

function report(target: string, copied: Copied, began: number): string {
  const { size } = statSync(storePath(target));
  return `Backup in ${target}: ${contentsText(copied)}; ${bytesText(size)} in ${secondsSince(began)}.`;
}

/** What a store has, in a few words. */
export function contentsText({ sessions, queued, retained, wills }: Copied): string {
  return [
    counted(sessions, "session"),
    counted(queued, "queued message"),
    counted(retained, "retained message"),
    counted(wills, "will"),
  ].join(", ");
}
