import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileRoom } from "./file-room.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { readMeta } from "./meta-pages.ts";
import { PageFile } from "./page-file.ts";

const RUNS = 15;
const EXTENT = { pageBytes: 4096, lastPage: 11, treePages: 10 };

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-room-"));
  path = join(directory, "store.mdb");
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("the room that a file is given before it is written", () => {
  it("cannot be made on a full disk, even where the file is large enough", () => {
    const room = new FileRoom("/dev/full");
    expect(() => room.make(1, 100, EXTENT)).toThrow("ENOSPC");
    room.close();
  });

  it("is enough for whatever records LMDB writes", async () => {
    const batch = fc.record({
      records: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 500, max: 2000 })),
      bytes: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1900, max: 9000 })),
      step: fc.integer({ min: 1, max: 7919 }),
      isRemoval: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
        const file = new LmdbFile(path);
        for (const { records, bytes, step, isRemoval } of batches) {
          const value = isRemoval ? undefined : Buffer.alloc(bytes, 1);
          await file.writeRaw(
            Array.from({ length: records }, (_, index) => [
              Buffer.from(`key ${(index * step) % 9973}`),
              value,
            ]),
          );
          expect(bytesBehindLastPage()).toBeGreaterThan(0);
        }
        await file.close();
        rmSync(path);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Where LMDB has gone beyond its room, its last page is the end of the file. */
function bytesBehindLastPage(): number {
  const pages = new PageFile(path);
  const { meta } = readMeta(pages);
  pages.close();
  if (meta === undefined) throw new Error("the file has no state");
  return statSync(path).size - (meta.lastPage + 1) * EXTENT.pageBytes;
}
