import { closeSync, openSync, readSync, statSync } from "node:fs";
import { DataDirectoryError } from "./data-directory-error.ts";

/** LMDB's meta pages, of which there are two: https://github.com/kriszyp/lmdb-js, `MDB_meta` behind a page header. */
const MAGIC_AT = 24;
const PAGE_BYTES_AT = 48;
const ROOTS_AT = [88, 136];
const TRANSACTION_AT = 152;
const META_BYTES = 160;
const MAGIC = 0xbe_ef_c0_de;
/** As the root of what is empty. */
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const SMALLEST_PAGE_BYTES = 512;

interface Meta {
  readonly fileBytes: number;
  readonly transaction: number;
}

/** Throws where a file is cut off or no LMDB file at all: LMDB itself would end the process when it reads it. */
export function checkFile(path: string): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes === 0) return;
  const descriptor = openSync(path, "r");
  try {
    const pageBytes = readPage(descriptor, 0).readUInt32LE(PAGE_BYTES_AT);
    const isWhole = pageBytes >= SMALLEST_PAGE_BYTES && neededBytes(descriptor, pageBytes) <= bytes;
    if (!isWhole)
      throw new DataDirectoryError("damaged", "cannot be read: its store.mdb is cut off or overwritten");
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes that the newest state of the file needs at least. */
function neededBytes(descriptor: number, pageBytes: number): number {
  const first = metaOf(readPage(descriptor, 0), pageBytes);
  const second = metaOf(readPage(descriptor, pageBytes), pageBytes);
  if (first === undefined || second === undefined) return Number.POSITIVE_INFINITY;
  return first.transaction > second.transaction ? first.fileBytes : second.fileBytes;
}

function metaOf(page: Buffer, pageBytes: number): Meta | undefined {
  if (page.readUInt32LE(MAGIC_AT) !== MAGIC) return undefined;
  // the last page that it knows of need not be there: what was freed before it was written never is
  const roots = ROOTS_AT.map((at) => page.readBigUInt64LE(at)).filter((root) => root !== NO_PAGE);
  return {
    fileBytes: (Math.max(1, ...roots.map(Number)) + 1) * pageBytes,
    transaction: Number(page.readBigUInt64LE(TRANSACTION_AT)),
  };
}

function readPage(descriptor: number, at: number): Buffer {
  const page = Buffer.alloc(META_BYTES);
  readSync(descriptor, page, 0, META_BYTES, at);
  return page;
}
