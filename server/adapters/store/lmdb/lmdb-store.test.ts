import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { describeDurableStore } from "../test-support/durable-store-contract.ts";
import { describeStore } from "../test-support/store-contract.ts";
import { openLmdbStore } from "./lmdb-store.ts";

const root = mkdtempSync(join(tmpdir(), "vitrina-lmdb-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

for (const durability of ["commit", "fsync"] as const) {
  const name = `lmdb (${durability})`;
  describeStore(name, () => openLmdbStore(mkdtempSync(join(root, "data-")), { durability }));
  describeDurableStore(name, (directory) => openLmdbStore(directory, { durability }));
}

describeDurableStore(
  "lmdb whose journal goes to the file at once",
  (directory) => openLmdbStore(directory, { durability: "commit", journalMilliseconds: 0 }),
  { isQuiet: false },
);
