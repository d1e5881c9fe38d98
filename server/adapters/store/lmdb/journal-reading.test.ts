import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Changes } from "./changes.ts";
import { Journal, type JournalEntry, pathOf } from "./journal.ts";
import { markEntry } from "./journal-mark.ts";
import { readSegment } from "./journal-reading.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { openFile } from "./open-file.ts";
import { storePath } from "./store-path.ts";
import { RECEIVED, REFERENCES } from "./tables.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

let directory: string;
/** Where each batch ends. */
let ends: number[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-journal-"));
  await write(markEntry({ sequence: 0, segment: 0 }));
  const journal = new Journal(directory, 1, false);
  ends = [0, 1, 2, 3].map((number) => {
    const changes = new Changes();
    changes.add(REFERENCES, `key ${number}`, number + 2);
    journal.append(changes);
    return journal.length;
  });
  journal.close();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function change(damage: (bytes: Buffer) => Buffer): void {
  const path = pathOf(directory, 1);
  writeFileSync(path, damage(readFileSync(path)));
}

function read(): { keys: string[]; lost: number } {
  const { entries, lostBatches } = readSegment(directory, 1);
  return { keys: [...entries].map(([key]) => key.toString()), lost: lostBatches };
}

/** Another segment, with one batch of a number. */
function append(segment: number, sequence: number): void {
  const journal = new Journal(directory, segment, false, sequence);
  const changes = new Changes();
  changes.add(REFERENCES, `key ${sequence}`, 2);
  journal.append(changes);
  journal.close();
}

/** What a start says of damage. */
async function open(): Promise<unknown> {
  const { file, damage } = await openFile(directory, NOW);
  await file.close();
  return damage && { lostBatches: damage.lostBatches, setAside: damage.setAside };
}

async function write(entry: JournalEntry): Promise<void> {
  const file = new LmdbFile(storePath(directory));
  await file.writeRaw([entry]);
  await file.close();
}

describe("a segment of the journal", () => {
  it("that is whole has all its batches", () => {
    expect(read()).toEqual({ keys: ["key 0", "key 1", "key 2", "key 3"], lost: 0 });
  });

  it("that is cut off anywhere in its last batch is what a kill leaves", () => {
    const whole = readFileSync(pathOf(directory, 1));
    for (let length = ends[2] ?? 0; length < whole.length; length++) {
      writeFileSync(pathOf(directory, 1), whole.subarray(0, length));
      expect(read()).toEqual({ keys: ["key 0", "key 1", "key 2"], lost: 0 });
    }
  });

  it("with a broken byte loses that batch and no other", () => {
    const whole = readFileSync(pathOf(directory, 1));
    for (let at = ends[0] ?? 0; at < (ends[1] ?? 0); at++) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8((bytes.readUInt8(at) + 1) % 256, at);
      writeFileSync(pathOf(directory, 1), bytes);
      expect(read()).toEqual({ keys: ["key 0", "key 2", "key 3"], lost: 1 });
    }
  });

  it("with zeros over its end has lost something", () => {
    change((bytes) => bytes.fill(0, ends[1]));
    expect(read()).toEqual({ keys: ["key 0", "key 1"], lost: 1 });
  });

  it("is set aside by name when it is broken, and the rest of it taken up", async () => {
    change((bytes) => bytes.fill(0xff, ends[0], ends[1]));
    const broken = readFileSync(pathOf(directory, 1));
    const { file, damage, lastSegment } = await openFile(directory, NOW);
    const name = "journal-000000000001.damaged-20260102T030405Z";
    expect(damage).toMatchObject({ setAside: [name], lostBatches: 1, lostRecords: 0, mayBeOutdated: true });
    expect(readFileSync(join(directory, name)).equals(broken)).toBe(true);
    expect(lastSegment).toBe(1);
    await file.close();
    const again = await openFile(directory, NOW);
    expect(again.damage).toBeUndefined();
    await again.file.close();
    expect(readdirSync(directory).filter((file) => file.startsWith("journal-"))).toEqual([name]);
  });

  it.each([
    ["between two batches", 2, (bytes: Buffer) => bytes.subarray(0, ends[1])],
    ["in a batch", 1, (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
  ])(
    "that is cut off %s before another one has lost what the numbers of that one say",
    async (_, batches, cut) => {
      append(2, 4);
      change(cut);
      expect(await open()).toEqual({
        lostBatches: batches,
        setAside: ["journal-000000000001.damaged-20260102T030405Z"],
      });
    },
  );

  it("that is missing between two others is noticed", async () => {
    append(2, 4);
    append(3, 5);
    rmSync(pathOf(directory, 2));
    expect(await open()).toEqual({ lostBatches: 1, setAside: [] });
  });

  it("that is missing before or behind others is noticed by what the file says", async () => {
    await write(markEntry({ sequence: 2, segment: 1 }));
    expect(await open()).toBeUndefined();
    await write(markEntry({ sequence: 4, segment: 2 }));
    append(3, 7);
    expect(await open()).toEqual({ lostBatches: 3, setAside: [] });
    await write(markEntry({ sequence: 8, segment: 4 }));
    expect(await open()).toEqual({ lostBatches: 1, setAside: [] });
    expect(await open()).toBeUndefined();
  });

  it("that brings records of a session that is not there any more has them dropped", async () => {
    change((bytes) => bytes.fill(0xff, ends[0], ends[1]));
    const journal = new Journal(directory, 2, false);
    const changes = new Changes();
    changes.add(RECEIVED, `${RECEIVED.prefix}\0\0\0\0\0\x07\0\0\0\0\0\x01`, true);
    journal.append(changes);
    journal.close();
    const { file, damage } = await openFile(directory, NOW);
    expect(damage?.dropped).toMatchObject({ sessions: 1, receivedPacketIds: 1 });
    expect([...file.range(RECEIVED.prefix)]).toEqual([]);
    await file.close();
  });
});
