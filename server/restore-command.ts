import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Copied, copyStore, flushDirectory } from "./adapters/store/lmdb/copy-store.ts";
import { DataDirectoryError } from "./adapters/store/lmdb/data-directory-error.ts";
import { type Holder, holderOf, isStillThere, lockDirectory } from "./adapters/store/lmdb/directory-lock.ts";
import { pendingPath, type RestoreOutcome, takeUpRestore } from "./adapters/store/lmdb/pending-restore.ts";
import { openSnapshot, type Snapshot } from "./adapters/store/lmdb/snapshot.ts";
import { contentsText } from "./backup-command.ts";
import { Progress, readDataArguments, removeWhenStopped, unreadable, wrongUse } from "./data-command.ts";
import { secondsSince } from "./figures.ts";
import type { Terminal } from "./read-password.ts";
import { StartError } from "./start-error.ts";

const HELP = `Puts a backup in the place of the data, also while a server uses them.

Usage: vitrina restore [--data <directory>] <backup>

<backup>  A directory that vitrina backup has made, or another data directory.
--data    The data directory (default: VITRINA_DATA, else ./data).

Everything in the backup is read first: one that is damaged changes nothing. What was there before
is set aside in the data directory under the name replaced-<time>, and never deleted. A server that
runs on the directory says goodbye to its clients (0x8B, Server shutting down) and starts again in
its process.`;

/** Between two looks at what the server does, milliseconds. */
const LOOK_AGAIN = 100;
/** A server says goodbye for some seconds, and writes what it has in memory, milliseconds. */
const LONGEST_WAIT = 60_000;
const PRIVATE_DIRECTORY = 0o700;

/** `vitrina restore …`: returns what to print; throws StartError. */
export async function runRestoreCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  const { operands, directory, isJson, isHelp } = readDataArguments("restore", args);
  if (isHelp) return HELP;
  if (isJson) throw wrongUse("restore", "--json is for vitrina inspect alone");
  const [backup, ...more] = operands;
  if (backup === undefined || more.length > 0) {
    throw wrongUse("restore", '"vitrina restore" needs the directory of the backup, and no more');
  }
  try {
    return await restore(directory, resolve(backup), terminal);
  } catch (error) {
    if (error instanceof StartError || !(error instanceof Error && "code" in error)) throw error;
    throw failure(`Nothing was restored: ${error.message}`);
  }
}

async function restore(directory: string, backup: string, terminal: Terminal): Promise<string> {
  const began = performance.now();
  const name = `The backup ${backup}`;
  const snapshot = await openSnapshot(backup).catch((error: unknown) => {
    throw unreadable(error, name);
  });
  try {
    if (snapshot.format === undefined) throw failure(`${name} has nothing in it`);
    prepare(directory, backup);
    const copied = await bringIn(directory, snapshot, terminal);
    const holder = holderOf(directory);
    const outcome = holder === undefined ? await putIn(directory) : await ask(directory, holder);
    return report({ directory, backup, copied, outcome, holder, began });
  } catch (error) {
    if (error instanceof DataDirectoryError) throw unreadable(error, name);
    throw error;
  } finally {
    await snapshot.close();
  }
}

function prepare(directory: string, backup: string): void {
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  if (realpathSync(directory) === realpathSync(backup)) {
    throw failure(`${backup} is the data directory itself`);
  }
  if (existsSync(pendingPath(directory))) {
    throw failure(`${pendingPath(directory)} is there: another restore waits for the start of the server`);
  }
}

/** A whole copy, on the file system of the data directory, where it waits to be put in. */
async function bringIn(directory: string, snapshot: Snapshot, terminal: Terminal): Promise<Copied> {
  const partial = join(directory, `restore.partial-${process.pid}`);
  const settled = removeWhenStopped(partial);
  const progress = new Progress(terminal, snapshot.records);
  try {
    const copied = await copyStore(snapshot, partial, (records) => progress.tell(records));
    renameSync(partial, pendingPath(directory));
    flushDirectory(directory);
    return copied;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  } finally {
    progress.end();
    settled();
  }
}

/** No server is there: the command puts it in itself. */
async function putIn(directory: string): Promise<RestoreOutcome> {
  const unlock = lockDirectory(directory);
  try {
    return (await takeUpRestore(directory, Date.now())) ?? { kind: "restored", replaced: undefined };
  } finally {
    unlock();
  }
}

/** The server that has the directory puts it in; where that one dies first, the command does. */
async function ask(directory: string, holder: Holder): Promise<RestoreOutcome> {
  const before = new Set(readdirSync(directory));
  const until = performance.now() + LONGEST_WAIT;
  while (existsSync(pendingPath(directory))) {
    if (!isStillThere(holder)) return putIn(directory);
    if (performance.now() > until) withdraw(directory, holder);
    await wait(LOOK_AGAIN);
  }
  const made = readdirSync(directory).filter((name) => !before.has(name));
  const kept = made.find((name) => name.startsWith("restore-failed-"));
  if (kept === undefined) {
    return { kind: "restored", replaced: made.find((name) => name.startsWith("replaced-")) };
  }
  return { kind: "failed", reason: "the server's log says why (restore-failed)", kept };
}

function withdraw(directory: string, { pid }: Holder): void {
  const withdrawn = join(directory, `restore.partial-${process.pid}`);
  try {
    renameSync(pendingPath(directory), withdrawn);
  } catch {
    return; // it has been put in at this moment
  }
  rmSync(withdrawn, { recursive: true });
  throw failure(`The process ${pid}, which has the data directory, did not take the backup. Stop it first`);
}

function report(done: {
  readonly directory: string;
  readonly backup: string;
  readonly copied: Copied;
  readonly outcome: RestoreOutcome;
  readonly holder: Holder | undefined;
  readonly began: number;
}): string {
  const { directory, backup, copied, outcome, holder, began } = done;
  if (outcome.kind === "failed") {
    const kept = join(directory, outcome.kept);
    throw failure(
      `Nothing was restored, the data are as they were: ${outcome.reason}. The copy is in ${kept}`,
    );
  }
  const sentences = [`Restored ${backup}: ${contentsText(copied)}; in ${secondsSince(began)}.`];
  if (outcome.replaced !== undefined) {
    sentences.push(`What was there before is in ${join(directory, outcome.replaced)}.`);
  }
  if (holder !== undefined) sentences.push(`The server (process ${holder.pid}) starts again on it.`);
  return sentences.join("\n");
}

function failure(sentence: string): StartError {
  return new StartError("restore-failed", sentence);
}
