import { closeSync, fstatSync, openSync, writeSync } from "node:fs";

/** Written at a time. */
const ZEROS = Buffer.alloc(256 * 1024);

/** What is said of an LMDB file before records are written to it. */
export interface FileExtent {
  readonly pageBytes: number;
  /** The number of the last page that was ever used. */
  readonly lastPage: number;
  /** Pages of the tree. */
  readonly treePages: number;
}

/**
 * Makes room in an LMDB file before LMDB writes to it, by bytes behind its last page. Where there is none, that is found out
 * here: when a write of LMDB itself fails, its message overflows its own buffer, and the process may die of it; and after a
 * failed write of its first pages it writes nothing more.
 */
export class FileRoom {
  readonly #path: string;
  #descriptor: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws where the file cannot be written, or not so many records with so many bytes in all can be added to it. */
  make(records: number, bytes: number, extent: FileExtent): void {
    this.#descriptor ??= openSync(this.#path, "r+");
    const needed = (extent.lastPage + 1 + pagesFor(records, bytes, extent)) * extent.pageBytes;
    let size = fstatSync(this.#descriptor).size;
    // one byte is written in any case, to see that it can be
    if (size >= needed) writeSync(this.#descriptor, ZEROS, 0, 1, size - 1);
    while (size < needed)
      size += writeSync(this.#descriptor, ZEROS, 0, Math.min(ZEROS.length, needed - size), size);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** For the list of free pages, and the path down a tree. */
const SPARE_PAGES = 16;
/** A record has its own page, at most, and every other one a page above it or a new one beside it. */
const PAGES_OF_RECORD = 1.5;
/** A page that is split is half empty. */
const SPLIT = 2;

/** Each page that is changed is written anew elsewhere. */
function pagesFor(records: number, bytes: number, { pageBytes, treePages }: FileExtent): number {
  const changed = Math.min(Math.ceil(records * PAGES_OF_RECORD), treePages);
  return changed + Math.ceil((SPLIT * bytes) / pageBytes) + SPARE_PAGES;
}
