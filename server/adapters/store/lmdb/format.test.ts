import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRecovered } from "../../../core/test-support/in-parts.ts";
import { describeContents } from "../test-support/described-contents.ts";
import { FORMAT, PROGRESS } from "./file-tables.ts";
import { formatOf, MIGRATIONS, type Migration, migrate } from "./format.ts";
import { keyBytes } from "./keys.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { openLmdbStore } from "./lmdb-store.ts";
import { RecordReader, RecordWriter } from "./record-bytes.ts";
import { COUNTERS, RETAINED } from "./tables.ts";

/** A data directory that a version with format 1 left when it was killed, its journal not in the file yet. */
const FORMAT_1 = fileURLToPath(new URL("../test-support/format-1", import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-format-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function withFile<T>(use: (file: LmdbFile) => Promise<T>): Promise<T> {
  const file = new LmdbFile(join(directory, "store.mdb"));
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

describe("a file of an older format", () => {
  it("is brought to the newest, one step after the other, and only once", async () => {
    const steps: string[] = [];
    const step = (name: string) => (file: LmdbFile) => {
      steps.push(name);
      return [
        [...file.range(RETAINED.prefix)].map(
          ({ key, value }) => [key, numberRecord(new RecordReader(value).number() * 10)] as const,
        ),
      ];
    };
    await withFile(async (file) => {
      await migrate(file, []);
      await file.writeRaw([[keyBytes(`${RETAINED.prefix}t`), numberRecord(7)]]);
      expect(await migrate(file, [step("1 to 2")])).toEqual({ from: 1, to: 2 });
      expect(await migrate(file, [step("1 to 2"), step("2 to 3")])).toEqual({ from: 2, to: 3 });
      await migrate(file, [step("1 to 2"), step("2 to 3")]);
      const [record] = [...file.range(RETAINED.prefix)];
      expect(new RecordReader(record?.value ?? Buffer.alloc(0)).number()).toBe(700);
    });
    expect(steps).toEqual(["1 to 2", "2 to 3"]);
  });

  it("goes on where the process ended before", async () => {
    const [first, second] = [keyBytes("ra"), keyBytes("rb")];
    const seen: (string | undefined)[] = [];
    const step: Migration = function* (_, after) {
      seen.push(after?.toString());
      if (after === undefined) yield [[first, numberRecord(1)]];
      if (seen.length === 1) throw new Error("killed");
      yield [[second, numberRecord(2)]];
    };
    await withFile(async (file) => {
      await migrate(file, []);
      await expect(migrate(file, [step])).rejects.toThrow("killed");
      expect(await migrate(file, [step])).toEqual({ from: 1, to: 2 });
      expect([...file.range("r")].map(({ key }) => key.toString())).toEqual(["ra", "rb"]);
      expect(file.get(PROGRESS, PROGRESS.prefix)).toBeUndefined();
    });
    expect(seen).toEqual([undefined, "ra"]);
  });
});

describe("a data directory of format 2", () => {
  it("is taken up, and is refused by its version from then on", async () => {
    const before = MIGRATIONS.slice(0, 1);
    await withFile(async (file) => {
      await migrate(file, before);
      await file.writeRaw([[keyBytes(`${RETAINED.prefix}t`), numberRecord(7)]]);
      await migrate(file);
      expect([...file.range(RETAINED.prefix)]).toHaveLength(1);
      expect(() => formatOf(file, before)).toThrow(
        `was written by a newer version (format ${MIGRATIONS.length + 1}; this one knows 2)`,
      );
    });
  });
});

describe("a data directory of format 1", () => {
  beforeEach(() => cpSync(FORMAT_1, directory, { recursive: true }));

  it("is taken up with all it has, and gets checksums", async () => {
    await expectContents();
    await withFile(async (file) => expect(file.get(FORMAT, FORMAT.prefix)).toBe(MIGRATIONS.length + 1));
    await expectContents();
    expect(readdirSync(directory).filter((name) => name.startsWith("journal-"))).toHaveLength(1);
  });

  it("is taken up when it was half sealed as the process ended", async () => {
    rmSync(join(directory, "journal-000000000003"));
    await withFile(async (file) => {
      const [seal] = MIGRATIONS;
      const cut: Migration = function* (from, after) {
        const [all = []] = seal?.(from, after) ?? [];
        yield all.slice(0, 3);
        throw new Error("killed");
      };
      await expect(migrate(file, [cut])).rejects.toThrow("killed");
    });
    await withFile(async (file) => {
      await migrate(file);
      expect(file.get(COUNTERS, COUNTERS.prefix)).toMatchObject({ session: 10_001 });
      expect([...file.range("")].length).toBe(10);
    });
  });
});

async function expectContents(): Promise<void> {
  const store = await openLmdbStore(directory, { durability: "commit" });
  const { sessions, retained } = describeContents(await readRecovered(await store.recover()), store);
  await store.close();
  expect(retained.map(({ topic, payload }) => [topic, payload.length])).toEqual([
    ["plant/pump/state", 2],
    ["plant/report", 5000],
  ]);
  expect(sessions).toMatchObject([
    {
      clientId: "panel",
      subscriptions: [{ filter: "plant/#", subscriptionIdentifier: 7 }],
      receivedPacketIds: [9],
      deliveries: [{ message: { payload: "17" }, packetId: 1, state: "published" }],
      queue: [{ message: { payload: "18" } }],
      will: { message: { payload: "gone" } },
    },
  ]);
}

function numberRecord(number: number): Buffer {
  const writer = new RecordWriter();
  writer.number(number);
  return writer.finish();
}
