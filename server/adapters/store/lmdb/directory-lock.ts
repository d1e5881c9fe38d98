import { closeSync, existsSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { DataDirectoryError } from "./data-directory-error.ts";

/** What says that a process uses the directory: its id, and when it began, since ids are given again. */
const NAME = "lock";
/** Where `/proc/<pid>/stat` has the time at which the process began, counted behind the name in brackets. */
const START_TIME_FIELD = 19;

/** Takes a directory for this process; throws where another one has it. The returned function gives it back. */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, NAME);
  const descriptor = create(path) ?? takeOver(path) ?? create(path);
  if (descriptor === undefined) throw taken("another process");
  writeSync(descriptor, `${process.pid} ${startTime(process.pid)}\n`);
  closeSync(descriptor);
  return () => unlinkSync(path);
}

/** Undefined: it is there already. */
function create(path: string): number | undefined {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  }
}

/** Removes what a dead process has left; throws where it lives. */
function takeOver(path: string): undefined {
  const holder = readHolder(path);
  if (holder.pid !== process.pid && isStillThere(holder)) throw taken(`the process ${holder.pid}`);
  unlinkSync(path);
}

/** A process that uses a directory. */
export interface Holder {
  readonly pid: number;
  readonly began: string | undefined;
}

/** The process that uses a directory now, undefined: none. */
export function holderOf(directory: string): Holder | undefined {
  try {
    const holder = readHolder(join(directory, NAME));
    return isStillThere(holder) ? holder : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The process is the same, and lives. */
export function isStillThere({ pid, began }: Holder): boolean {
  return isAlive(pid) && startTime(pid) === began;
}

function readHolder(path: string): Holder {
  const [id, began] = readFileSync(path, "utf8").trim().split(" ");
  return { pid: Number(id), began };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** When a process began, in the system's own count; "-" where the system does not say. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[START_TIME_FIELD] ?? "-";
  } catch {
    return "-";
  }
}

function taken(who: string): DataDirectoryError {
  return new DataDirectoryError("taken", `is used by ${who}`);
}

/** Makes a directory that is not there: Node's recursive mkdir never ends where the parent is there and takes no directory, as /proc. */
export function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  mkdirSync(directory, { recursive: !existsSync(dirname(directory)), mode: 0o700 });
}
