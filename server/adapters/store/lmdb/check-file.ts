import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { keyBytes } from "./keys.ts";
import { isUnused, type Meta, readMeta } from "./meta-pages.ts";
import {
  dataBytes,
  isInPage,
  isOverflow,
  isPage,
  keyAt,
  keyEnd,
  LEAF,
  nodeAt,
  nodesOf,
  overflowOf,
  PAGE_HEADER_BYTES,
} from "./page.ts";
import { PageFile } from "./page-file.ts";
import { type Leaves, leavesOf, mapOf, type PageMap, PageUse, take } from "./page-tree.ts";
import { CHECKSUM_BYTES } from "./seal.ts";
import { FORMAT } from "./tables.ts";

const PAGE_NUMBER_BYTES = 8;
/** Leaves that are looked at in one turn of the event loop. */
const LEAVES_AT_A_TIME = 2000;
const FORMAT_KEY = keyBytes(FORMAT.prefix);

/** What the check of a file found. */
export type FileState = "absent" | "unused" | "whole" | "damaged";

/**
 * Looks through the file before LMDB opens it, whose native code trusts each page and would end the process, or hand out
 * rubbish. Every page that LMDB may follow is looked at, every record against its checksum: branches by the order of their
 * keys, then leaves by the order of their pages, so that the file is read from its begin to its end.
 */
export function checkFile(path: string): FileState {
  const steps = checking(path);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in turns of the event loop; tells which share of the file, of 1, is looked at. */
export async function checkInTurns(path: string, onProgress: (share: number) => void): Promise<FileState> {
  const steps = checking(path);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    onProgress(value);
    await nextTurn();
  }
}

function* checking(path: string): Generator<number, FileState> {
  const file = openIfThere(path);
  if (file === undefined) return "absent";
  try {
    if (file.bytes === 0) return "absent";
    if (isUnused(file)) return "unused";
    const { meta, isWhole } = readMeta(file);
    return meta !== undefined && isWhole && (yield* isStateWhole(file, meta)) ? "whole" : "damaged";
  } finally {
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

function* isStateWhole(
  file: PageFile,
  { transaction, lastPage, free, main }: Meta,
): Generator<number, boolean> {
  const map = mapOf(file, transaction, lastPage);
  const leaves = leavesOf(map, main);
  if (leaves.brokenBranches > 0 || leaves.branchPages !== main.branchPages) return false;
  const counted: Counted = { entries: 0, overflowPages: 0, isSealed: isSealed(file, leaves) };
  for (const [at, index] of inFileOrder(leaves).entries()) {
    if (!isLeafWhole(map, leaves, index, counted)) return false;
    if (at % LEAVES_AT_A_TIME === 0) yield at / leaves.pages.length;
  }
  const isCounted =
    counted.entries === main.entries &&
    leaves.pages.length === main.leafPages &&
    counted.overflowPages === main.overflowPages;
  return isCounted && freePages(map, { transaction, lastPage, free, main });
}

interface Counted {
  entries: number;
  overflowPages: number;
  /** Records have checksums. */
  readonly isSealed: boolean;
}

/** Of format 1 the record of the format is a single byte, and no record has a checksum. */
function isSealed(file: PageFile, { pages, from }: Leaves): boolean {
  const next = from.findIndex((key) => Buffer.compare(key, FORMAT_KEY) > 0);
  const page = pages.at(next < 0 ? -1 : next - 1);
  if (page === undefined || page >= file.pages) return true;
  const bytes = file.view(page);
  for (let index = 0; index < nodesOf(bytes); index++) {
    const node = nodeAt(bytes, index);
    if (node < 0) return true;
    const isFormat = bytes.subarray(keyAt(node), keyEnd(bytes, node)).equals(FORMAT_KEY);
    if (isFormat) return dataBytes(bytes, node) > 1;
  }
  return true;
}

function inFileOrder({ pages }: Leaves): Uint32Array {
  return Uint32Array.from(pages.keys()).sort((a, b) => (pages[a] ?? 0) - (pages[b] ?? 0));
}

function isLeafWhole(map: PageMap, { pages, from }: Leaves, index: number, counted: Counted): boolean {
  const number = pages[index] ?? 0;
  const page = map.file.view(number);
  if (!isPage(page, number, LEAF, map.latest)) return false;
  const nodes = nodesOf(page);
  let [lastAt, lastEnd] = [0, 0];
  for (let at = 0; at < nodes; at++) {
    const node = nodeAt(page, at);
    if (node < 0 || !isNodeWhole(map, page, node, counted)) return false;
    const [key, end] = [keyAt(node), keyEnd(page, node)];
    if (at > 0 && !isBefore(page, lastAt, lastEnd, key, end)) return false;
    [lastAt, lastEnd] = [key, end];
  }
  counted.entries += nodes;
  return nodes === 0 || isBetween(page, from[index], from[index + 1], lastAt, lastEnd);
}

/** Whether one key of a page comes before another, byte by byte: a call of `compare` would take longer than that. */
function isBefore(page: Buffer, oneAt: number, oneEnd: number, otherAt: number, otherEnd: number): boolean {
  const length = Math.min(oneEnd - oneAt, otherEnd - otherAt);
  for (let index = 0; index < length; index++) {
    const difference = (page[oneAt + index] as number) - (page[otherAt + index] as number);
    if (difference !== 0) return difference < 0;
  }
  return oneEnd - oneAt < otherEnd - otherAt;
}

/** Whether a search by the branches finds the first and the last key of a leaf. */
function isBetween(
  page: Buffer,
  from: Buffer | undefined,
  to: Buffer | undefined,
  lastAt: number,
  lastEnd: number,
): boolean {
  const first = nodeAt(page, 0);
  const isAfter =
    from === undefined || page.compare(from, 0, from.length, keyAt(first), keyEnd(page, first)) >= 0;
  return isAfter && (to === undefined || page.compare(to, 0, to.length, lastAt, lastEnd) < 0);
}

function isNodeWhole(map: PageMap, page: Buffer, node: number, counted: Counted): boolean {
  const inPage = isInPage(page, node);
  if (inPage === undefined) return false;
  const key = keyAt(node);
  const data = keyEnd(page, node);
  const bytes = dataBytes(page, node);
  if (inPage) {
    if (!counted.isSealed) return true;
    const end = data + bytes - CHECKSUM_BYTES;
    return end >= data && crc32(page.subarray(key, end)) === page.readUInt32BE(end);
  }
  const value = readOverflow(map, page, node);
  if (value === undefined) return false;
  counted.overflowPages += overflowOf(page, node).pages;
  if (!counted.isSealed) return true;
  const end = value.length - CHECKSUM_BYTES;
  return crc32(value.subarray(0, end), crc32(page.subarray(key, data))) === value.readUInt32BE(end);
}

/** Data that is too long for its page; undefined: it is not there. */
function readOverflow(map: PageMap, page: Buffer, node: number): Buffer | undefined {
  const { file } = map;
  const bytes = dataBytes(page, node);
  const { first, pages } = overflowOf(page, node);
  const isLongEnough = pages >= Math.ceil((PAGE_HEADER_BYTES + bytes) / file.pageBytes);
  if (!isLongEnough || !take(map, first, pages, PageUse.used)) return undefined;
  const whole = file.read(first * file.pageBytes, PAGE_HEADER_BYTES + bytes);
  return isOverflow(whole, first, pages) ? whole.subarray(PAGE_HEADER_BYTES) : undefined;
}

/** Takes the pages that are free; false: what says so is broken, or names one that is used. */
export function freePages(map: PageMap, { free }: Meta): boolean {
  const leaves = leavesOf(map, free, compareNumbers);
  if (leaves.brokenBranches > 0) return false;
  let entries = 0;
  for (const number of leaves.pages) {
    const page = Buffer.from(map.file.view(number));
    if (!isPage(page, number, LEAF, map.latest)) return false;
    entries += nodesOf(page);
    for (let index = 0; index < nodesOf(page); index++) {
      const node = nodeAt(page, index);
      if (node < 0 || !takeFree(map, page, node)) return false;
    }
  }
  return entries === free.entries;
}

function takeFree(map: PageMap, page: Buffer, node: number): boolean {
  const inPage = isInPage(page, node);
  const data = keyEnd(page, node);
  if (inPage === undefined || data - keyAt(node) !== PAGE_NUMBER_BYTES) return false;
  const list = inPage ? page.subarray(data, data + dataBytes(page, node)) : readOverflow(map, page, node);
  if (list === undefined || list.length % PAGE_NUMBER_BYTES !== 0 || list.length === 0) return false;
  const length = Number(list.readBigInt64LE(0));
  if (length < 0 || (length + 1) * PAGE_NUMBER_BYTES > list.length) return false;
  for (let index = 1; index <= length; index++) {
    const entry = Number(list.readBigInt64LE(index * PAGE_NUMBER_BYTES));
    if (entry === 0) continue;
    // a number below 0 says how many pages begin with the next one
    const first =
      entry > 0 ? entry : index < length ? Number(list.readBigInt64LE(++index * PAGE_NUMBER_BYTES)) : 0;
    if (!isFree(map, first, Math.max(1, -entry))) return false;
  }
  return true;
}

/** Free pages at the end of the file were never written, perhaps. */
function isFree(map: PageMap, first: number, pages: number): boolean {
  if (first === 0) return true;
  if (first < 2 || first + pages > map.lastPage + 1) return false;
  const there = Math.min(pages, Math.max(0, map.use.length - first));
  return take(map, first, there, PageUse.free) || there === 0;
}

/** Keys of the tree of free pages are numbers, the lowest byte first. */
function compareNumbers(a: Buffer, b: Buffer): number {
  const [one, other] = [a, b].map((key) => (key.length === PAGE_NUMBER_BYTES ? key.readBigUInt64LE(0) : -1n));
  return one === undefined || other === undefined || one === other ? 0 : one < other ? -1 : 1;
}
