import { pageFlags } from "./page.ts";
import type { PageFile } from "./page-file.ts";

/** `MDB_meta` behind a page header: https://github.com/kriszyp/lmdb-js, `mdb.c`. */
const MAGIC_AT = 24;
const VERSION_AT = 28;
const MAP_BYTES_AT = 40;
const PAGE_BYTES_AT = 48;
const FREE_AT = 48;
const MAIN_AT = 96;
const LAST_PAGE_AT = 144;
const TRANSACTION_AT = 152;
const META_BYTES = 168;

const MAGIC = 0xbe_ef_c0_de;
const VERSION = 2;
const VERSION_MASK = 0xffff;
const META_FLAG = 0x08;
/** Of the flags of the tree of free pages: those that must be as LMDB sets them for a store of ours. */
const FREE_FLAGS_MASK = 0x2fff;
const INTEGER_KEYS = 0x08;
/** As the root of what is empty. */
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const PAGE_SIZES = [4096, 8192, 16_384, 32_768, 65_536, 2048, 1024, 512];
const LARGEST_MAP_BYTES = 2 ** 46;

/** One of the two trees of a file. */
export interface Tree {
  /** Undefined: it is empty. */
  readonly root: number | undefined;
  readonly depth: number;
  readonly branchPages: number;
  readonly leafPages: number;
  readonly overflowPages: number;
  readonly entries: number;
}

/** A state of the file, as one of its two first pages has it. */
export interface Meta {
  readonly transaction: number;
  readonly lastPage: number;
  readonly free: Tree;
  readonly main: Tree;
}

/** The newest state that can be read, and whether both pages are as they must be. Sets the file's page size. */
export function readMeta(file: PageFile): { readonly meta: Meta | undefined; readonly isWhole: boolean } {
  for (const pageBytes of PAGE_SIZES) {
    const first = metaOf(file.read(0, META_BYTES), 0, pageBytes);
    const second = metaOf(file.read(pageBytes, META_BYTES), 1, pageBytes);
    if (first === undefined && second === undefined) continue;
    file.pageBytes = pageBytes;
    if (first === undefined || second === undefined) return { meta: first ?? second, isWhole: false };
    const isWhole = Math.abs(first.transaction - second.transaction) <= 1;
    return { meta: first.transaction > second.transaction ? first : second, isWhole };
  }
  return { meta: undefined, isWhole: false };
}

function metaOf(page: Buffer, slot: number, pageBytes: number): Meta | undefined {
  if (page.length < META_BYTES || pageFlags(page) !== META_FLAG) return undefined;
  const transaction = Number(page.readBigUInt64LE(TRANSACTION_AT));
  const lastPage = Number(page.readBigUInt64LE(LAST_PAGE_AT));
  const isMeta =
    page.readUInt32LE(MAGIC_AT) === MAGIC &&
    (page.readUInt32LE(VERSION_AT) & VERSION_MASK) === VERSION &&
    page.readUInt32LE(PAGE_BYTES_AT) === pageBytes &&
    (page.readUInt16LE(FREE_AT + 4) & FREE_FLAGS_MASK) === INTEGER_KEYS &&
    page.readUInt32LE(MAIN_AT) === 0 &&
    page.readUInt16LE(MAIN_AT + 4) === 0 &&
    Number(page.readBigUInt64LE(MAP_BYTES_AT)) < LARGEST_MAP_BYTES &&
    lastPage * pageBytes < LARGEST_MAP_BYTES &&
    // each transaction writes the page of its parity
    (transaction === 0 || (Number.isSafeInteger(transaction) && transaction % 2 === slot));
  return isMeta
    ? { transaction, lastPage, free: treeOf(page, FREE_AT), main: treeOf(page, MAIN_AT) }
    : undefined;
}

function treeOf(page: Buffer, at: number): Tree {
  const [branches, leaves, overflows, entries, root] = [8, 16, 24, 32, 40].map((field) =>
    page.readBigUInt64LE(at + field),
  );
  return {
    root: root === NO_PAGE ? undefined : Number(root),
    depth: page.readUInt16LE(at + 6),
    branchPages: Number(branches),
    leafPages: Number(leaves),
    overflowPages: Number(overflows),
    entries: Number(entries),
  };
}

/** A file that LMDB has made and in which nothing was ever written, perhaps not to its end. */
export function isUnused(file: PageFile): boolean {
  const begin = file.read(0, META_BYTES);
  if (file.bytes >= 2 * file.pageBytes) return false;
  if (begin.length < META_BYTES) return begin.equals(Buffer.alloc(begin.length));
  return metaOf(begin, 0, begin.readUInt32LE(PAGE_BYTES_AT))?.transaction === 0;
}
