import { linkSync, renameSync, rmSync } from "node:fs";
import { FORMAT, PROGRESS } from "./file-tables.ts";
import { MIGRATIONS, newerFormat, sealedFormatEntry } from "./format.ts";
import { freePages } from "./free-pages.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes } from "./keys.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { type Meta, readMeta } from "./meta-pages.ts";
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
  pageTransaction,
} from "./page.ts";
import { PageFile } from "./page-file.ts";
import { leavesOf, mapOf, PageUse } from "./page-tree.ts";
import { RecordReader } from "./record-bytes.ts";
import { unsealed } from "./seal.ts";
import { TABLES } from "./tables.ts";

const META_PAGES = 2;
const FORMAT_KEY = keyBytes(FORMAT.prefix);
const PROGRESS_KEY = keyBytes(PROGRESS.prefix);

/** What could be read of a damaged file. */
export interface Salvage {
  /** Records that it had by its own count and that could not be read; undefined: the count is lost too. */
  readonly lostRecords: number | undefined;
  /** What is free was not known, so that some of it may be older than the file was, or removed since. */
  readonly mayBeOutdated: boolean;
}

/**
 * Writes all that can be read of a damaged file to a new one, `extra` with it, and puts that in its place; the damaged one is
 * called `aside` from then on. If the process ends before, nothing has changed.
 */
export async function salvage(
  path: string,
  aside: string,
  extra: (salvaged: Salvage) => JournalEntry,
): Promise<Salvage> {
  const unfinished = `${path}.salvage`;
  for (const name of [unfinished, `${unfinished}-lock`]) rmSync(name, { force: true });
  const damaged = new PageFile(path);
  const file = new LmdbFile(unfinished);
  try {
    const pages = livingLeaves(damaged);
    const format = formatIn(damaged, pages.numbers);
    const keys = new Set<string>();
    await file.writeRaw(recordsToKeep(damaged, pages.numbers, format, keys));
    const lost = pages.entries === undefined ? undefined : Math.max(0, pages.entries - keys.size);
    const result = { lostRecords: lost, mayBeOutdated: pages.mayBeOutdated };
    await file.writeRaw([sealedFormatEntry(format), extra(result)]);
    await file.close();
    swap(path, unfinished, aside);
    return result;
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    damaged.close();
  }
}

/** At no moment is there no file where the file should be. */
function swap(path: string, next: string, aside: string): void {
  try {
    linkSync(path, aside);
  } catch {
    renameSync(path, aside); // a file system without links
  }
  renameSync(next, path);
  for (const name of [path, next]) rmSync(`${name}-lock`, { force: true });
}

interface LivingLeaves {
  /** In the order in which they were written: a record that is there twice counts as it was written last. */
  readonly numbers: readonly number[];
  readonly entries: number | undefined;
  readonly mayBeOutdated: boolean;
}

/** The leaves that belong to the newest state: those that its branches lead to, or where these are broken, all that are not free. */
function livingLeaves(file: PageFile): LivingLeaves {
  const { meta, isWhole } = readMeta(file);
  if (meta === undefined)
    return { numbers: leavesAmong(file, undefined), entries: undefined, mayBeOutdated: true };
  const map = mapOf(file, meta.transaction, meta.lastPage);
  const { pages, brokenBranches } = leavesOf(map, meta.main);
  const known = { entries: isWhole ? meta.main.entries : undefined, mayBeOutdated: !isWhole };
  if (brokenBranches === 0) return { ...known, numbers: leavesAmong(file, meta, new Set(pages)) };
  const free = freeOf(file, meta);
  const all = leavesAmong(file, meta);
  if (free === undefined) return { ...known, numbers: all, mayBeOutdated: true };
  return { ...known, numbers: all.filter((page) => free[page] === PageUse.unknown) };
}

/** Which pages are free, or say what is; undefined: it cannot be known. */
function freeOf(file: PageFile, meta: Meta): Uint8Array | undefined {
  const map = mapOf(file, meta.transaction, meta.lastPage);
  return freePages(map, meta) ? map.use : undefined;
}

function leavesAmong(file: PageFile, meta: Meta | undefined, only?: ReadonlySet<number>): number[] {
  const latest = meta?.transaction ?? Number.MAX_SAFE_INTEGER;
  const last = Math.min(file.pages, (meta?.lastPage ?? file.pages) + 1);
  const found: { readonly number: number; readonly transaction: number }[] = [];
  for (let number = META_PAGES; number < last; number++) {
    if (only?.has(number) === false) continue;
    const page = file.view(number);
    if (isPage(page, number, LEAF, latest)) found.push({ number, transaction: pageTransaction(page) });
  }
  return found.sort((a, b) => a.transaction - b.transaction).map(({ number }) => number);
}

/** The format that the file says it has; undefined: that is lost too, and it is taken for one with checksums if any are right. */
function formatIn(file: PageFile, pages: readonly number[]): number | undefined {
  let isSealed = false;
  let format: number | undefined;
  for (const { key, value } of recordsOf(file, pages)) {
    const record = unsealed(key, value);
    isSealed ||= record !== undefined;
    if (!key.equals(FORMAT_KEY)) continue;
    if (record !== undefined) format = FORMAT.read(new RecordReader(record));
    else if (value.length === 1) format = 1;
  }
  if (format !== undefined && format > MIGRATIONS.length + 1) throw newerFormat(format);
  return format ?? (isSealed ? undefined : 1);
}

/** Each with its checksum taken away; of format 1 those that can be read as what they are. */
function* recordsToKeep(
  file: PageFile,
  pages: readonly number[],
  format: number | undefined,
  keys: Set<string>,
): Generator<JournalEntry> {
  for (const { key, value } of recordsOf(file, pages)) {
    const record = unsealed(key, value) ?? (format === 1 ? value : undefined);
    if (record === undefined || !isRecord(key, record)) continue;
    keys.add(key.toString("latin1"));
    if (!key.equals(FORMAT_KEY) && !key.equals(PROGRESS_KEY)) yield [key, record];
  }
}

/** Whether bytes can be read as a record of the table that the key names. */
function isRecord(key: Buffer, record: Buffer): boolean {
  const table = TABLES.find(({ prefix }) => key[0] === prefix.charCodeAt(0));
  if (table === undefined) return false;
  const reader = new RecordReader(record);
  try {
    table.read(reader);
    return reader.isAtEnd;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function* recordsOf(file: PageFile, pages: readonly number[]): Generator<{ key: Buffer; value: Buffer }> {
  for (const number of pages) {
    const page = file.read(number * file.pageBytes, file.pageBytes);
    for (let index = 0; index < nodesOf(page); index++) {
      const node = nodeAt(page, index);
      const value = node < 0 ? undefined : dataOf(file, page, node);
      if (value !== undefined) yield { key: page.subarray(keyAt(node), keyEnd(page, node)), value };
    }
  }
}

function dataOf(file: PageFile, page: Buffer, node: number): Buffer | undefined {
  const inPage = isInPage(page, node);
  if (inPage === undefined) return undefined;
  const bytes = dataBytes(page, node);
  const data = keyEnd(page, node);
  if (inPage) return page.subarray(data, data + bytes);
  const { first, pages } = overflowOf(page, node);
  if (first < META_PAGES || first + pages > file.pages || PAGE_HEADER_BYTES + bytes > pages * file.pageBytes)
    return undefined;
  const whole = file.read(first * file.pageBytes, PAGE_HEADER_BYTES + bytes);
  return isOverflow(whole, first, pages) ? whole.subarray(PAGE_HEADER_BYTES) : undefined;
}
