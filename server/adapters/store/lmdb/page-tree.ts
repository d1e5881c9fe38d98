import type { Tree } from "./meta-pages.ts";
import { BRANCH, childOf, isPage, keyAt, keyEnd, nodeAt, nodesOf } from "./page.ts";
import type { PageFile } from "./page-file.ts";

/** Deeper than any file can be. */
const DEEPEST = 32;
const META_PAGES = 2;

/** What is known of each page of a file. */
export const PageUse = { unknown: 0, used: 1, free: 2, overflow: 3 } as const;

/** The pages of a file as they are found out. */
export interface PageMap {
  readonly file: PageFile;
  /** Pages of later transactions are none of this state of the file. */
  readonly latest: number;
  readonly lastPage: number;
  readonly use: Uint8Array;
}

/** The leaves to which the branches of a tree lead, in the order of their keys. */
export interface Leaves {
  readonly pages: readonly number[];
  /** The first key that each may have; each ends before the next. */
  readonly from: readonly Buffer[];
  readonly branchPages: number;
  /** Branches that cannot be read: what is below them is not among the leaves. */
  readonly brokenBranches: number;
}

/** Nothing known yet of any page. */
export function mapOf(file: PageFile, latest: number, lastPage: number): PageMap {
  const pages = Math.min(file.pages, lastPage + 1);
  return { file, latest, lastPage, use: new Uint8Array(pages) };
}

/** Takes pages for one use; false: they are not there, or have one already. */
export function take({ use }: PageMap, first: number, pages: number, as: number): boolean {
  if (first < META_PAGES || first + pages > use.length) return false;
  for (let page = first; page < first + pages; page++) if (use[page] !== PageUse.unknown) return false;
  use.fill(as, first, first + pages);
  return true;
}

/** Takes the overflows that another look at the same file has found; false: some have a use already. */
export function takeOverflows(map: PageMap, other: Uint8Array): boolean {
  return other.every((use, page) => use !== PageUse.overflow || take(map, page, 1, PageUse.overflow));
}

/** Goes through the branches of a tree, whose keys are in the order of `compare`. */
export function leavesOf(
  map: PageMap,
  tree: Tree,
  compare: (a: Buffer, b: Buffer) => number = Buffer.compare,
): Leaves {
  let level: Level = { pages: [], from: [] };
  if (tree.root !== undefined && take(map, tree.root, 1, PageUse.used))
    level = { pages: [tree.root], from: [Buffer.alloc(0)] };
  let broken = tree.root !== undefined && level.pages.length === 0 ? 1 : 0;
  let branchPages = 0;
  for (let depth = 1; depth < Math.min(tree.depth, DEEPEST); depth++) {
    const below: Level = { pages: [], from: [] };
    for (const [index, page] of level.pages.entries()) {
      const isWhole = goDown(map, page, bounds(level, index), below, compare);
      branchPages++;
      if (!isWhole) broken++;
    }
    level = below;
  }
  return { ...level, branchPages, brokenBranches: broken };
}

interface Level {
  readonly pages: number[];
  readonly from: Buffer[];
}

interface Bounds {
  readonly from: Buffer;
  readonly to: Buffer | undefined;
}

function bounds({ from }: Level, index: number): Bounds {
  return { from: from[index] ?? Buffer.alloc(0), to: from[index + 1] };
}

/** Adds the children of a branch to the level below; false: not all of them can be known. */
function goDown(
  map: PageMap,
  number: number,
  { from, to }: Bounds,
  below: Level,
  compare: (a: Buffer, b: Buffer) => number,
): boolean {
  const { file, latest } = map;
  const page = file.read(number * file.pageBytes, file.pageBytes);
  if (!isPage(page, number, BRANCH, latest)) return false;
  let last = from;
  for (let index = 0; index < nodesOf(page); index++) {
    const node = nodeAt(page, index);
    if (node < 0) return false;
    // the first key of a branch is not used
    const key = index === 0 ? from : page.subarray(keyAt(node), keyEnd(page, node));
    const isInOrder = index === 0 || (compare(last, key) < 0 && (to === undefined || compare(key, to) < 0));
    if (!isInOrder || !take(map, childOf(page, node), 1, PageUse.used)) return false;
    below.pages.push(childOf(page, node));
    below.from.push(key);
    last = key;
  }
  return true;
}
