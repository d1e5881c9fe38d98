import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
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
  const [id, began] = readFileSync(path, "utf8").trim().split(" ");
  const pid = Number(id);
  if (pid !== process.pid && isAlive(pid) && startTime(pid) === began) throw taken(`the process ${pid}`);
  unlinkSync(path);
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
