import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "./journal.ts";
import { keyBytes, numberKey } from "./keys.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { mend } from "./mend.ts";
import { RecordReader, RecordWriter } from "./record-bytes.ts";
import { DELIVERIES, ENDED, MESSAGES, QUEUES, SESSIONS, type Table } from "./tables.ts";

const SESSION = 7;

let directory: string;
let file: LmdbFile;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-mend-"));
  file = new LmdbFile(join(directory, "store.mdb"));
  await put(SESSIONS, [SESSION], SESSION_RECORD);
  for (const number of [1, 2, 3]) {
    await put(MESSAGES, [number], { ...MESSAGE, number });
    await put(QUEUES, [SESSION, number * 10], { ...QUEUED, messageNumber: number });
  }
});
afterEach(async () => {
  await file.close();
  rmSync(directory, { recursive: true, force: true });
});

describe("mending what was saved of a damaged file", () => {
  it("takes a message out of a queue whose delivery was released", async () => {
    await put(DELIVERIES, [SESSION, 5], { place: 10, messageNumber: undefined });
    const { saved } = await mend(file);
    expect(saved.queued).toBe(2);
    expect(read(QUEUES).map(({ messageNumber }) => messageNumber)).toEqual([2, 3]);
    expect(read(MESSAGES).map(({ number }) => number)).toEqual([2, 3]);
  });

  it("gives what stands before a delivery the packet id next to the one before it", async () => {
    await put(DELIVERIES, [SESSION, 41], { place: 10, messageNumber: 1 });
    await put(DELIVERIES, [SESSION, 43], { place: 30, messageNumber: 3 });
    await mend(file);
    expect(read(DELIVERIES)).toEqual([
      { place: 10, messageNumber: 1 },
      { place: 20, messageNumber: 2 },
      { place: 30, messageNumber: 3 },
    ]);
    expect([...file.range(DELIVERIES.prefix)].map(({ key }) => key.readUIntBE(7, 6))).toEqual([41, 42, 43]);
  });

  it("keeps one of two deliveries of the same message", async () => {
    await put(DELIVERIES, [SESSION, 5], { place: 10, messageNumber: 1 });
    await put(DELIVERIES, [SESSION, 6], { place: 10, messageNumber: 1 });
    await mend(file);
    expect(read(DELIVERIES)).toHaveLength(1);
  });

  it("does not begin again what has ended", async () => {
    await put(ENDED, [SESSION], true);
    const { saved } = await mend(file);
    expect(saved.sessions).toBe(0);
    expect(read(SESSIONS)).toEqual([]);
  });
});

const SESSION_RECORD = { clientId: "c", userName: undefined, expirySeconds: 60, leftAt: undefined };
const MESSAGE = {
  topic: "t",
  payload: Buffer.from("p"),
  qos: 2,
  retain: false,
  properties: Buffer.alloc(0),
  expiresAt: undefined,
  receivedAt: 1,
  publisher: { clientId: "p", userName: undefined },
} as const;
const QUEUED = {
  qos: 2,
  retain: false,
  subscriptionIdentifiers: [],
  sharedFilter: undefined,
  measure: undefined,
} as const;

async function put<T>(table: Table<T>, numbers: readonly number[], record: T): Promise<void> {
  const writer = new RecordWriter();
  table.write(writer, record);
  const entry: JournalEntry = [
    keyBytes(table.prefix + numbers.map((number) => numberKey(number)).join("")),
    writer.finish(),
  ];
  await file.writeRaw([entry]);
}

function read<T>(table: Table<T>): T[] {
  return [...file.range(table.prefix)].map(({ value }) => table.read(new RecordReader(value)));
}
