import { DataDirectoryError } from "./data-directory-error.ts";
import { keyBytes } from "./keys.ts";
import { readMeta } from "./meta-pages.ts";
import {
  dataBytes,
  isInPage,
  keyAt,
  keyEnd,
  nodeAt,
  nodesBegin,
  nodesOf,
  overflowOf,
  PAGE_HEADER_BYTES,
} from "./page.ts";
import { CHUNK_PAGES, PageFile } from "./page-file.ts";
import { type Leaves, leavesOf, mapOf } from "./page-tree.ts";
import { type RecordPlace, RecordReader } from "./record-bytes.ts";
import { CHECKSUM_BYTES } from "./seal.ts";
import type { Table } from "./tables.ts";

const NUMBER_BYTES = 6;
/** Behind the character of the table. */
const FIRST_NUMBER_AT = 1;

/** Copies of records share memory of this size: it stays as long as one of them. */
const SLAB_BYTES = 256 * 1024;
const NOTHING: Buffer = Buffer.alloc(0);

type AnyTable = Pick<Table<unknown>, "prefix">;

/** By their keys, or as they lie in the file: where the order does not count that is quicker by far. */
export type ReadingOrder = "keys" | "file";

/**
 * One state of the file, read from its pages past LMDB, which makes a buffer of each key and record: a start reads
 * millions. Whoever opens it has checked the file, and holds the state: LMDB must not write over its pages.
 */
export class StateReader {
  readonly #path: string;
  readonly #leaves: Leaves;
  readonly #files: PageFile[] = [];
  readonly #onClose: () => void;
  #turned = 0;
  #isClosed = false;

  constructor(path: string, onClose: () => void) {
    this.#path = path;
    this.#onClose = onClose;
    const file = this.#open();
    const { meta } = readMeta(file);
    if (meta === undefined)
      throw new DataDirectoryError("damaged", "has a store.mdb that does not begin as one");
    this.#leaves = leavesOf(mapOf(file, meta.transaction, meta.lastPage), meta.main);
  }

  /** A way through the records of a table. */
  through(table: AnyTable, order: ReadingOrder = "keys"): RecordCursor {
    const pages = this.#leavesOf(table);
    const onTurn = (): void => {
      this.#turned++;
    };
    const inOrder = order === "file" ? pages.sort((a, b) => a - b) : pages;
    return new RecordCursor(this.#open(), table.prefix.charCodeAt(0), inOrder, onTurn);
  }

  /** How many pages these tables have. */
  pagesOf(tables: readonly AnyTable[]): number {
    return tables.reduce((sum, table) => sum + this.#leavesOf(table).length, 0);
  }

  /** To how many pages ways have come. */
  get turned(): number {
    return this.#turned;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const file of this.#files) file.close();
    this.#onClose();
  }

  /** Of its own for each way: what was read lately is read again. */
  #open(): PageFile {
    const file = new PageFile(this.#path);
    this.#files.push(file);
    readMeta(file);
    return file;
  }

  /** A table may begin in the middle of a leaf. */
  #leavesOf(table: AnyTable): number[] {
    const { pages, from } = this.#leaves;
    const prefix = keyBytes(table.prefix);
    const behind = Buffer.from([(prefix[0] as number) + 1]);
    const first = Math.max(0, firstFrom(from, prefix) - 1);
    return pages.slice(first, firstFrom(from, behind));
  }
}

/** The first leaf whose records all come from `key` on. */
function firstFrom(from: readonly Buffer[], key: Buffer): number {
  let [low, high] = [0, from.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(from[middle] as Buffer, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Goes from record to record; what it shows counts until it goes on. */
export class RecordCursor {
  readonly #file: PageFile;
  readonly #table: number;
  readonly #pages: readonly number[];
  readonly #onTurn: () => void;
  #nextPage = 0;
  #page = NOTHING;
  #nodes = 0;
  #nextNode = 0;
  #key = 0;
  #keyEnd = 0;
  #slab = NOTHING;
  /** Where the slab ends that is in use. */
  #slabEnd = 0;
  /** From a place in the page to that in the slab; undefined: it is not there yet. */
  #shift: number | undefined = undefined;
  /** At the begin of the record. */
  readonly record = new RecordReader(NOTHING);

  constructor(file: PageFile, table: number, pages: readonly number[], onTurn: () => void) {
    this.#onTurn = onTurn;
    this.#file = file;
    this.#table = table;
    this.#pages = pages;
  }

  /** False: that was the last one. */
  next(): boolean {
    for (;;) {
      while (this.#nextNode === this.#nodes) if (!this.#turn()) return false;
      const node = nodeAt(this.#page, this.#nextNode++);
      this.#key = keyAt(node);
      if (this.#page[this.#key] !== this.#table) continue;
      this.#keyEnd = keyEnd(this.#page, node);
      this.#openRecord(node);
      return true;
    }
  }

  /** The number behind the table's character. */
  get firstNumber(): number {
    return this.#page.readUIntBE(this.#key + FIRST_NUMBER_AT, NUMBER_BYTES);
  }

  /** The number at the end of the key. */
  get lastNumber(): number {
    return this.#page.readUIntBE(this.#keyEnd - NUMBER_BYTES, NUMBER_BYTES);
  }

  /** The record in memory of its own, which it shares with those of its page. */
  copy(): RecordPlace {
    const { bytes, from, to } = this.record.place;
    if (bytes !== this.#page) return { bytes, from, to };
    this.#shift ??= this.#copyPage();
    return { bytes: this.#slab, from: from + this.#shift, to: to + this.#shift };
  }

  #turn(): boolean {
    const page = this.#pages[this.#nextPage];
    if (page === undefined) return false;
    this.#page = this.#file.view(page, this.#span(page));
    this.#nextPage++;
    this.#onTurn();
    this.#nodes = nodesOf(this.#page);
    this.#nextNode = 0;
    this.#shift = undefined;
    return true;
  }

  /** Pages share slabs: memory for each of its own would cost more than all the rest of the reading. */
  #copyPage(): number {
    const begin = nodesBegin(this.#page);
    const bytes = this.#page.length - begin;
    if (this.#slabEnd + bytes > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, bytes));
      this.#slabEnd = 0;
    }
    const at = this.#slabEnd;
    this.#slabEnd += this.#page.copy(this.#slab, at, begin);
    return at - begin;
  }

  /** How many pages of the file have those that are asked for next, as far as they come in their order. */
  #span(first: number): number {
    let last = first;
    for (let at = this.#nextPage + 1; at < this.#pages.length; at++) {
      const page = this.#pages[at] as number;
      if (page <= last || page >= first + CHUNK_PAGES) break;
      last = page;
    }
    return last - first + 1;
  }

  #openRecord(node: number): void {
    const bytes = dataBytes(this.#page, node);
    if (isInPage(this.#page, node) === true) {
      this.record.open(this.#page, this.#keyEnd, this.#keyEnd + bytes - CHECKSUM_BYTES);
      return;
    }
    const { first } = overflowOf(this.#page, node);
    const whole = this.#file.read(first * this.#file.pageBytes, PAGE_HEADER_BYTES + bytes);
    this.record.open(whole, PAGE_HEADER_BYTES, whole.length - CHECKSUM_BYTES);
  }
}
