import { crc32 } from "node:zlib";
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
import { type Leaves, type PageMap, PageUse, take } from "./page-tree.ts";
import { CHECKSUM_BYTES } from "./seal.ts";

/** Leaves that are looked at in one step. */
const LEAVES_AT_A_TIME = 1000;

/** Leaves with what must be known of their file to look at them. */
export interface LeavesToCheck {
  readonly map: PageMap;
  readonly leaves: Leaves;
  /** The numbers of the leaves, as they lie in the file. */
  readonly order: Uint32Array;
  /** Records have checksums. */
  readonly isSealed: boolean;
}

/** What was in leaves that are whole. */
export interface Counted {
  readonly entries: number;
  readonly overflowPages: number;
}

/** The steps of a check, each of which is taken by one of the threads that have a part in it. */
export class Steps {
  readonly #next: Int32Array;

  /** `shared` is that of another thread. */
  constructor(shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.#next = new Int32Array(shared);
  }

  get shared(): SharedArrayBuffer {
    return this.#next.buffer as SharedArrayBuffer;
  }

  take(): number {
    return Atomics.add(this.#next, 0, 1);
  }
}

/** Looks at leaves as long as there are steps to take; after each it yields which share, of 1, is taken. Undefined: one is not whole. */
export function* checkLeaves(
  { map, leaves, order, isSealed }: LeavesToCheck,
  steps: Steps,
): Generator<number, Counted | undefined> {
  const counted: Counting = { entries: 0, overflowPages: 0, isSealed };
  for (let from = 0; ; ) {
    from = steps.take() * LEAVES_AT_A_TIME;
    if (from >= order.length) return counted;
    for (const index of order.subarray(from, from + LEAVES_AT_A_TIME))
      if (!isLeafWhole(map, leaves, index, counted)) return undefined;
    yield Math.min(1, (from + LEAVES_AT_A_TIME) / order.length);
  }
}

interface Counting {
  entries: number;
  overflowPages: number;
  readonly isSealed: boolean;
}

function isLeafWhole(map: PageMap, { pages, from }: Leaves, index: number, counted: Counting): boolean {
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

function isNodeWhole(map: PageMap, page: Buffer, node: number, counted: Counting): boolean {
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
export function readOverflow(map: PageMap, page: Buffer, node: number): Buffer | undefined {
  const { file } = map;
  const bytes = dataBytes(page, node);
  const { first, pages } = overflowOf(page, node);
  const isLongEnough = pages >= Math.ceil((PAGE_HEADER_BYTES + bytes) / file.pageBytes);
  if (!isLongEnough || !take(map, first, pages, PageUse.overflow)) return undefined;
  const whole = file.read(first * file.pageBytes, PAGE_HEADER_BYTES + bytes);
  return isOverflow(whole, first, pages) ? whole.subarray(PAGE_HEADER_BYTES) : undefined;
}
