import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store, StoreEvent } from "../../../core/ports/store.ts";
import { foldEvents } from "../../../core/test-support/fold-events.ts";
import { readRecovered } from "../../../core/test-support/in-parts.ts";
import { describeContents } from "../test-support/described-contents.ts";
import { pagesOf } from "../test-support/durable-store-contract.ts";
import { RandomLife } from "../test-support/random-life.ts";
import { copyStore } from "./copy-store.ts";
import { MIGRATIONS, type Migration, migrate } from "./format.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { openLmdbStore } from "./lmdb-store.ts";
import { openSnapshot } from "./snapshot.ts";
import { storePath } from "./store-path.ts";

/** A data directory that a version with format 1 left when it was killed, its journal not in the file yet. */
const FORMAT_1 = fileURLToPath(new URL("../test-support/format-1", import.meta.url));

const RUNS = 20;
const MOST_STEPS = 300;

let root: string;
let directories = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vitrina-snapshot-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const directory = (): string => join(root, `data-${directories++}`);
const openAt = (path: string, journalMilliseconds: number): Promise<Store> =>
  openLmdbStore(path, { durability: "commit", journalMilliseconds });

/** A store that lives through what was chosen, commit after commit. */
class LivingStore {
  readonly told: StoreEvent[] = [];
  readonly #store: Store;
  readonly #life: RandomLife;
  #epoch = 1;

  constructor(store: Store, chosen: readonly number[]) {
    let at = 0;
    this.#store = store;
    this.#life = new RandomLife((count) => (chosen[at++ % chosen.length] ?? 0) % count);
  }

  live(events: number): void {
    for (let count = 0; count < events; count++) {
      const event = this.#life.next();
      if (event === undefined) continue;
      this.#store.append(event);
      this.told.push(event);
    }
    this.#store.commit(this.#epoch++);
  }
}

async function contentsOf(path: string) {
  const store = await openAt(path, 1000);
  const contents = describeContents(await readRecovered(await store.recover()), store);
  await store.close();
  return contents;
}

describe("a copy of a store in use", () => {
  it("has what was committed before, whatever of it is in the journal, and no half of what came meanwhile", async () => {
    const choices = fc.array(fc.nat({ max: 2 ** 30 }), { minLength: 20, maxLength: MOST_STEPS, size: "max" });
    const journal = fc.constantFrom(0, 1, 1000);
    await fc.assert(
      fc.asyncProperty(choices, journal, async (chosen, journalMilliseconds) => {
        const store = await openAt(directory(), journalMilliseconds);
        const path = join(root, `data-${directories - 1}`);
        const living = new LivingStore(store, chosen);
        for (let commit = 0; commit < 30; commit++) {
          living.live(10);
          await new Promise(setImmediate);
        }
        const expected = describeContents(foldEvents(living.told), pagesOf(living.told));
        const snapshot = await openSnapshot(path);
        living.live(20);
        await new Promise(setImmediate);
        const copy = directory();
        await copyStore(snapshot, copy, () => living.live(1));
        await snapshot.close();
        await store.close();
        expect(await contentsOf(copy)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it("is one file, and leaves the directory as it was", async () => {
    const path = directory();
    const store = await openAt(path, 1000);
    const before = readdirSync(path);
    const snapshot = await openSnapshot(path);
    const copy = directory();
    await copyStore(snapshot, copy, () => undefined);
    await snapshot.close();
    expect(readdirSync(copy)).toEqual(["store.mdb"]);
    expect(readdirSync(path)).toEqual(before);
    await store.close();
  });
});

describe("a copy of a directory of format 1", () => {
  const contentsOfCopy = async (path: string) => {
    const snapshot = await openSnapshot(path);
    expect(snapshot.format).toBe(1);
    const copy = directory();
    await copyStore(snapshot, copy, () => undefined);
    await snapshot.close();
    return contentsOf(copy);
  };

  it("has checksums, and all that the directory has", async () => {
    const path = directory();
    cpSync(FORMAT_1, path, { recursive: true });
    const copied = await contentsOfCopy(path);
    expect(copied.retained).toHaveLength(2);
    expect(copied).toEqual(await contentsOf(path));
  });

  it("has it too where the step to format 2 was cut short", async () => {
    const path = directory();
    cpSync(FORMAT_1, path, { recursive: true });
    rmSync(join(path, "journal-000000000003"));
    const file = new LmdbFile(storePath(path));
    const cut: Migration = function* (from, after) {
      const [all = []] = MIGRATIONS[0]?.(from, after) ?? [];
      yield all.slice(0, 3);
      throw new Error("killed");
    };
    await expect(migrate(file, [cut])).rejects.toThrow("killed");
    await file.close();
    expect(await contentsOfCopy(path)).toEqual(await contentsOf(path));
  });
});

describe("a snapshot", () => {
  it("is refused where a record of a file that nobody writes is overwritten", async () => {
    const path = directory();
    const store = await openAt(path, 0);
    store.append({ type: "sessionStarted", clientId: "pump-7", userName: undefined, expirySeconds: 60 });
    store.commit(1);
    await (await openSnapshot(path)).close();
    await store.close();
    const bytes = readFileSync(storePath(path));
    for (let at = bytes.indexOf("pump-7"); at >= 0; at = bytes.indexOf("pump-7")) bytes.write("P", at);
    writeFileSync(storePath(path), bytes);
    await expect(openSnapshot(path)).rejects.toMatchObject({ problem: "damaged" });
  });

  it("is refused where a batch of the journal is overwritten", async () => {
    const path = directory();
    cpSync(FORMAT_1, path, { recursive: true });
    const segment = join(path, "journal-000000000003");
    const bytes = readFileSync(segment);
    bytes.writeUInt8(bytes.readUInt8(20) ^ 0xff, 20);
    writeFileSync(segment, bytes);
    await expect(openSnapshot(path)).rejects.toMatchObject({
      problem: "damaged",
      message: "cannot be read whole: its journal is damaged",
    });
  });

  it("is refused where a file of the journal is missing", async () => {
    const path = directory();
    await (await openAt(path, 1000)).close();
    for (const segment of [7, 9]) writeFileSync(join(path, `journal-00000000000${segment}`), "");
    await expect(openSnapshot(path)).rejects.toMatchObject({ problem: "damaged" });
  });

  it("of a directory that is none tells the system's error", async () => {
    await expect(openSnapshot(directory())).rejects.toMatchObject({ code: "ENOENT" });
  });
});
