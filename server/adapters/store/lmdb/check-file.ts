import { closeSync, openSync, readSync, statSync } from "node:fs";
import { DataDirectoryError } from "./data-directory-error.ts";

/** LMDB's meta pages, of which there are two: https://github.com/kriszyp/lmdb-js, `MDB_meta` behind a page header. */
const MAGIC_AT = 24;
const PAGE_BYTES_AT = 48;
const LAST_PAGE_AT = 144;
const TRANSACTION_AT = 152;
const META_BYTES = 160;
const MAGIC = 0xbe_ef_c0_de;
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

/** Bytes that the newest state of the file needs. */
function neededBytes(descriptor: number, pageBytes: number): number {
  const first = metaOf(readPage(descriptor, 0), pageBytes);
  const second = metaOf(readPage(descriptor, pageBytes), pageBytes);
  if (first === undefined || second === undefined) return Number.POSITIVE_INFINITY;
  return first.transaction > second.transaction ? first.fileBytes : second.fileBytes;
}

function metaOf(page: Buffer, pageBytes: number): Meta | undefined {
  if (page.readUInt32LE(MAGIC_AT) !== MAGIC) return undefined;
  return {
    fileBytes: (Number(page.readBigUInt64LE(LAST_PAGE_AT)) + 1) * pageBytes,
    transaction: Number(page.readBigUInt64LE(TRANSACTION_AT)),
  };
}

function readPage(descriptor: number, at: number): Buffer {
  const page = Buffer.alloc(META_BYTES);
  readSync(descriptor, page, 0, META_BYTES, at);
  return page;
}
