import { statSync } from "node:fs";
import { checkFile } from "./check-file.ts";
import { DataDirectoryError } from "./data-directory-error.ts";
import { readMeta } from "./meta-pages.ts";
import { PageFile } from "./page-file.ts";

/** Throws where LMDB must not open a file that nobody writes: every page and every record of it is looked at. */
export function expectWhole(path: string): void {
  const state = checkFile(path);
  if (state === "whole") return;
  throw new DataDirectoryError(
    "damaged",
    state === "damaged"
      ? "cannot be read: its store.mdb is cut off or overwritten"
      : "has a store.mdb in which nothing was ever written",
  );
}

/**
 * The same of a file that a server writes meanwhile, which has looked at all of it when it started. Pages may be written while
 * they are read, so only this counts: what says where the trees begin, which is never written over, and that they begin in the file.
 */
export function expectReadable(path: string): void {
  const file = new PageFile(path);
  try {
    const { meta } = readMeta(file);
    const needed = Math.max(1, meta?.main.root ?? 0, meta?.free.root ?? 0) + 1;
    // behind the reading: the file may have grown before it
    if (meta !== undefined && needed * file.pageBytes <= statSync(path).size) return;
  } finally {
    file.close();
  }
  throw new DataDirectoryError("damaged", "cannot be read: its store.mdb is cut off or overwritten");
}
