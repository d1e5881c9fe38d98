import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { allOf } from "../../../core/test-support/in-parts.ts";
import { openLmdbStore } from "./lmdb-store.ts";
import { pendingPath, type RestoreOutcome, takeUpRestore } from "./pending-restore.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const REPLACED = "replaced-2026-01-02T03-04-05-000Z";

let root: string;
let data: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "vitrina-restore-"));
  data = join(root, "data");
  await makeStore(data, "old");
  await makeStore(pendingPath(data), "new");
  for (const name of readdirSync(pendingPath(data)))
    if (name !== "store.mdb") rmSync(join(pendingPath(data), name));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function makeStore(directory: string, clientId: string): Promise<void> {
  const store = await openLmdbStore(directory, { durability: "commit" });
  store.append({ type: "sessionStarted", clientId, userName: undefined, expirySeconds: 60 });
  store.commit(1);
  await store.close();
}

/** The clients of a store, and what became of one that waited in it. */
async function clientsOf(directory: string) {
  const outcomes: RestoreOutcome[] = [];
  const onRestore = (outcome: RestoreOutcome) => void outcomes.push(outcome);
  const store = await openLmdbStore(directory, { durability: "commit", onRestore });
  const clients = (await allOf((await store.recover()).sessions)).map(({ clientId }) => clientId);
  await store.close();
  return { clients, outcomes };
}

describe("a store that waits in a data directory", () => {
  it("takes the place of the one that is there, which is kept whole", async () => {
    expect(await takeUpRestore(data, NOW)).toEqual({ kind: "restored", replaced: REPLACED });
    expect(existsSync(pendingPath(data))).toBe(false);
    expect((await clientsOf(data)).clients).toEqual(["new"]);
    expect((await clientsOf(join(data, REPLACED))).clients).toEqual(["old"]);
  });

  it("is put in by the next start, once", async () => {
    const { clients, outcomes } = await clientsOf(data);
    expect({ clients, outcomes }).toMatchObject({ clients: ["new"], outcomes: [{ kind: "restored" }] });
    expect((await clientsOf(data)).outcomes).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4])("is put in whole where the process died after %i renamings", async (steps) => {
    const names = ["store.mdb-lock", "journal-000000000002", "store.mdb"];
    mkdirSync(join(pendingPath(data), "aside"));
    const moves = names
      .filter((name) => existsSync(join(data, name)))
      .map((name) => [join(data, name), join(pendingPath(data), "aside", name)] as const);
    moves.push([join(pendingPath(data), "store.mdb"), join(data, "store.mdb")]);
    for (const [from, to] of moves.slice(0, steps)) renameSync(from, to);
    expect(await takeUpRestore(data, NOW)).toEqual({ kind: "restored", replaced: REPLACED });
    expect((await clientsOf(data)).clients).toEqual(["new"]);
    expect((await clientsOf(join(data, REPLACED))).clients).toEqual(["old"]);
  });

  it("is set aside where it is damaged, and the data are as they were", async () => {
    cpSync(data, join(root, "before"), { recursive: true });
    writeFileSync(join(pendingPath(data), "store.mdb"), "no store");
    const { clients, outcomes } = await clientsOf(data);
    expect(clients).toEqual(["old"]);
    expect(outcomes).toMatchObject([
      { kind: "failed", reason: expect.stringContaining("cut off or overwritten") },
    ]);
    expect(readdirSync(data).filter((name) => name.startsWith("restore"))).toHaveLength(1);
  });

  it("needs nothing that is there before", async () => {
    const empty = join(root, "empty");
    mkdirSync(empty);
    renameSync(pendingPath(data), pendingPath(empty));
    expect(await takeUpRestore(empty, NOW)).toEqual({ kind: "restored", replaced: undefined });
    expect((await clientsOf(empty)).clients).toEqual(["new"]);
  });
});
