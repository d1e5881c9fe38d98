import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FORMAT } from "./file-tables.ts";
import { keyBytes } from "./keys.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { openLmdbStore } from "./lmdb-store.ts";
import { RecordWriter } from "./record-bytes.ts";

const OPTIONS = { durability: "commit" } as const;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-data-"));
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

async function makeStore(): Promise<void> {
  await (await openLmdbStore(directory, OPTIONS)).close();
}

describe("a data directory", () => {
  it("is made, with its parents", async () => {
    const store = await openLmdbStore(join(directory, "a", "b"), OPTIONS);
    await store.close();
    expect(readdirSync(join(directory, "a", "b"))).toContain("store.mdb");
  });

  it("that another process has is left alone, and its id is told", async () => {
    const [pid, began] = [process.ppid, startTimeOf(process.ppid)];
    writeFileSync(join(directory, "lock"), `${pid} ${began}\n`);
    await expect(openLmdbStore(directory, OPTIONS)).rejects.toMatchObject({
      problem: "taken",
      message: `is used by the process ${pid}`,
    });
    expect(readdirSync(directory)).toEqual(["lock"]);
  });

  it("that a dead process had is taken over, and given back at the end", async () => {
    writeFileSync(join(directory, "lock"), `${process.ppid} of another time\n`);
    const store = await openLmdbStore(directory, OPTIONS);
    expect(readFileSync(join(directory, "lock"), "utf8")).toContain(String(process.pid));
    await store.close();
    expect(readdirSync(directory)).not.toContain("lock");
  });

  it("of a newer version is refused, and nothing in it changes", async () => {
    await makeStore();
    await withFile((file) => file.writeRaw([[keyBytes(FORMAT.prefix), numberRecord(1000)]]));
    await expect(openLmdbStore(directory, OPTIONS)).rejects.toMatchObject({
      problem: "newer",
      message: expect.stringContaining("format 1000"),
    });
    expect(await withFile(async (file) => file.get(FORMAT, FORMAT.prefix))).toBe(1000);
  });
});

function numberRecord(number: number): Buffer {
  const writer = new RecordWriter();
  writer.number(number);
  return writer.finish();
}

function startTimeOf(pid: number): string {
  if (process.platform !== "linux") return "-";
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}
