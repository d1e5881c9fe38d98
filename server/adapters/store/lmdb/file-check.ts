import { type Counted, checkLeaves, type LeavesToCheck, type Steps } from "./check-leaves.ts";
import { FORMAT } from "./file-tables.ts";
import { freePages } from "./free-pages.ts";
import { keyBytes } from "./keys.ts";
import { type Meta, readMeta } from "./meta-pages.ts";
import { dataBytes, keyAt, keyEnd, nodeAt, nodesOf } from "./page.ts";
import type { PageFile } from "./page-file.ts";
import { type Leaves, leavesOf, mapOf, type PageMap, takeOverflows } from "./page-tree.ts";

const FORMAT_KEY = keyBytes(FORMAT.prefix);

/** What one thread found in the leaves at which it looked, all of them whole. */
export interface PartOfCheck {
  readonly counted: Counted;
  /** What it knows of each page. */
  readonly use: Uint8Array;
}

/** One thread's look at a file: at its branches, and at some or all of its leaves. */
export class FileCheck implements LeavesToCheck {
  readonly map: PageMap;
  readonly leaves: Leaves;
  readonly order: Uint32Array;
  readonly isSealed: boolean;
  readonly #meta: Meta;

  /** `meta` is the state of the file that counts. */
  constructor(file: PageFile, meta: Meta) {
    this.#meta = meta;
    this.map = mapOf(file, meta.transaction, meta.lastPage);
    this.leaves = leavesOf(this.map, meta.main);
    this.order = inFileOrder(this.leaves);
    this.isSealed = isSealed(file, this.leaves);
  }

  /** Undefined: there is no state that can be read whole. */
  static of(file: PageFile): FileCheck | undefined {
    const { meta, isWhole } = readMeta(file);
    return meta !== undefined && isWhole ? new FileCheck(file, meta) : undefined;
  }

  /** Looks at leaves, as `checkLeaves` does; nothing is looked at where a branch is broken. */
  *look(steps: Steps): Generator<number, PartOfCheck | undefined> {
    const { brokenBranches, branchPages } = this.leaves;
    if (brokenBranches > 0 || branchPages !== this.#meta.main.branchPages) return undefined;
    const counted = yield* checkLeaves(this, steps);
    return counted && { counted, use: this.map.use };
  }

  /** Whether all that was found, here and by another thread, comes to what the file says of itself, free pages included. */
  isWhole({ counted }: PartOfCheck, other?: PartOfCheck): boolean {
    const { main } = this.#meta;
    if (other !== undefined && !takeOverflows(this.map, other.use)) return false;
    const { entries, overflowPages } = other?.counted ?? { entries: 0, overflowPages: 0 };
    const isCounted =
      counted.entries + entries === main.entries &&
      this.leaves.pages.length === main.leafPages &&
      counted.overflowPages + overflowPages === main.overflowPages;
    return isCounted && freePages(this.map, this.#meta);
  }
}

function inFileOrder({ pages }: Leaves): Uint32Array {
  return Uint32Array.from(pages.keys()).sort((a, b) => (pages[a] ?? 0) - (pages[b] ?? 0));
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
