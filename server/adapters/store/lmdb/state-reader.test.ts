import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "./journal.ts";
import { keyBytes, numberKey } from "./keys.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { RecordReader } from "./record-bytes.ts";
import type { ReadingOrder, StateReader } from "./state-reader.ts";

const TABLES = ["a", "b", "c"].map((prefix) => ({ prefix }));
/** Records that take a page and more lie outside their leaf. */
const LONGEST_RECORD = 9000;

let directory: string;
let file: LmdbFile;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-state-"));
  file = new LmdbFile(join(directory, "store.mdb"));
});
afterEach(async () => {
  await file.close();
  rmSync(directory, { recursive: true, force: true });
});

/** First and last number of the key, and the record, as text. */
type Seen = readonly [number, number, string];

function seenBy(state: StateReader, prefix: string, order: ReadingOrder): Seen[] {
  const cursor = state.through({ prefix }, order);
  const seen: Seen[] = [];
  const copies: { readonly bytes: Buffer; readonly from: number; readonly to: number }[] = [];
  while (cursor.next()) {
    const { bytes, from, to } = cursor.record.place;
    seen.push([cursor.firstNumber, cursor.lastNumber, bytes.toString("latin1", from, to)]);
    copies.push(cursor.copy());
  }
  expect(copies.map(({ bytes, from, to }) => bytes.toString("latin1", from, to))).toEqual(
    seen.map(([, , record]) => record),
  );
  return seen;
}

function seenByLmdb(prefix: string): Seen[] {
  return [...file.range(prefix)].map(({ key, value }) => [
    key.readUIntBE(1, 6),
    key.readUIntBE(key.length - 6, 6),
    value.toString("latin1"),
  ]);
}

const byKey = (seen: readonly Seen[]): Seen[] => seen.toSorted(([a, b], [c, d]) => a - c || b - d);

describe("a state of the file", () => {
  it("is what LMDB reads, in both orders, whatever was written and removed", async () => {
    const record = fc.tuple(
      fc.constantFrom(...TABLES.map(({ prefix }) => prefix)),
      fc.nat({ max: 2 ** 20 }),
      fc.nat({ max: 40 }),
      fc.option(fc.nat({ max: LONGEST_RECORD }), { freq: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { size: "max", maxLength: 500 }), async (records) => {
        const entries = records.map(
          ([prefix, session, place, length]): JournalEntry => [
            keyBytes(prefix + numberKey(session) + numberKey(place)),
            length === null ? undefined : Buffer.alloc(length, `${session} `),
          ],
        );
        await file.writeRaw(entries);
        const state = file.state();
        for (const { prefix } of TABLES) {
          expect(seenBy(state, prefix, "keys")).toEqual(seenByLmdb(prefix));
          expect(byKey(seenBy(state, prefix, "file"))).toEqual(seenByLmdb(prefix));
        }
        state.close();
      }),
      { numRuns: 20 },
    );
  });

  it("stays what it was while the file is written", async () => {
    const write = (text: string) =>
      file.writeRaw(
        Array.from(
          { length: 2000 },
          (_, at): JournalEntry => [keyBytes(`a${numberKey(at)}`), Buffer.alloc(100, text)],
        ),
      );
    await write("before");
    const state = file.state();
    const before = seenByLmdb("a");
    for (const text of ["one", "two", "three", "four"]) await write(text);
    expect(seenBy(state, "a", "keys")).toEqual(before);
    expect(state.turned).toBe(state.pagesOf([{ prefix: "a" }]));
    state.close();
  });
});

describe("a record that is read", () => {
  it("does not lead beyond its end", () => {
    const [length, rest] = [Buffer.from([5]), Buffer.from("more than it says")];
    const reader = new RecordReader(Buffer.concat([length, rest]), 0, 3);
    expect(() => reader.bytes()).toThrow(RangeError);
  });
});
