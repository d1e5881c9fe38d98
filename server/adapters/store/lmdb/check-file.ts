import { setImmediate as nextTurn } from "node:timers/promises";
import { CheckHelper } from "./check-helper.ts";
import { Steps } from "./check-leaves.ts";
import { FileCheck, type PartOfCheck } from "./file-check.ts";
import { isUnused } from "./meta-pages.ts";
import { PageFile } from "./page-file.ts";

/** What the check of a file found. */
export type FileState = "absent" | "unused" | "whole" | "damaged";

/**
 * Looks through the file before LMDB opens it, whose native code trusts each page and would end the process, or hand out
 * rubbish. Every page that LMDB may follow is looked at, every record against its checksum: branches by the order of their
 * keys, then leaves by the order of their pages, so that the file is read from its begin to its end.
 */
export function checkFile(path: string): FileState {
  const file = openIfThere(path);
  if (file === undefined) return "absent";
  try {
    const check = begin(file);
    if (typeof check === "string") return check;
    const part = toEnd(check.look(new Steps()));
    return part !== undefined && check.isWhole(part) ? "whole" : "damaged";
  } finally {
    file.close();
  }
}

/**
 * The same in turns of the event loop, of a large file together with a thread that helps; tells which share of the file,
 * of 1, is looked at.
 */
export async function checkInTurns(path: string, onProgress: (share: number) => void): Promise<FileState> {
  const file = openIfThere(path);
  if (file === undefined) return "absent";
  const steps = new Steps();
  const helper = CheckHelper.start(path, file.bytes, steps);
  try {
    const check = begin(file);
    if (typeof check === "string") return check;
    const part = await inTurns(check.look(steps), onProgress);
    if (part === undefined) return "damaged";
    const other = await helper?.part();
    // where the thread found damage, or came to none of its ends, all is looked at again
    if (helper !== undefined && other === undefined) return checkFile(path);
    return check.isWhole(part, other) ? "whole" : "damaged";
  } finally {
    await helper?.stop();
    file.close();
  }
}

function openIfThere(path: string): PageFile | undefined {
  try {
    return new PageFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A file of which its size or its begin does not say all. */
function begin(file: PageFile): FileCheck | FileState {
  if (file.bytes === 0) return "absent";
  if (isUnused(file)) return "unused";
  return FileCheck.of(file) ?? "damaged";
}

/** All steps at once. */
export function toEnd(steps: Generator<number, PartOfCheck | undefined>): PartOfCheck | undefined {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

async function inTurns(
  steps: Generator<number, PartOfCheck | undefined>,
  onProgress: (share: number) => void,
): Promise<PartOfCheck | undefined> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    onProgress(value);
    await nextTurn();
  }
}
