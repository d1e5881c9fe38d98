import { readOverflow } from "./check-leaves.ts";
import type { Meta } from "./meta-pages.ts";
import { dataBytes, isInPage, isPage, keyAt, keyEnd, LEAF, nodeAt, nodesOf } from "./page.ts";
import { leavesOf, type PageMap, PageUse, take } from "./page-tree.ts";

const PAGE_NUMBER_BYTES = 8;

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
