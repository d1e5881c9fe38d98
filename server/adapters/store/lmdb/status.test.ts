import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoreEvent } from "../../../core/ports/store.ts";
import { type LmdbStore, openLmdbStore } from "./lmdb-store.ts";

const LONG = 600_000;
const retained: StoreEvent = {
  type: "retainedSet",
  message: {
    number: 1,
    topic: "t",
    payload: new Uint8Array(5000),
    qos: 1,
    retain: true,
    properties: new Uint8Array(0),
    expiresAt: undefined,
    receivedAt: 1000,
    publisher: { clientId: "p", userName: undefined },
  },
};

describe.each(["commit", "fsync"] as const)("the status of a store (%s)", (durability) => {
  let directory: string;
  let store: LmdbStore;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "vitrina-status-"));
    store = await openLmdbStore(directory, { durability, journalMilliseconds: LONG });
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("says what is not safe, until it is, and when that was", async () => {
    const began = Date.now();
    const isCommitted = committed(store);
    expect(store.status()).toMatchObject({ durability, committedAt: undefined, failure: undefined });
    store.append(retained);
    expect(store.status().uncommitted.changes).toBeGreaterThan(0);
    expect(store.status().uncommitted.bytes).toBeGreaterThan(5000);
    const isSafe = store.commit(1);
    expect(isSafe).toBe(durability === "commit");
    if (!isSafe) {
      expect(store.status().uncommitted.bytes).toBeGreaterThan(5000);
      await isCommitted;
    }
    const { uncommitted, journaled, committedAt, journalBytes, fileBytes } = store.status();
    expect(uncommitted).toEqual({ changes: 0, bytes: 0 });
    expect(committedAt).toBeGreaterThanOrEqual(began);
    expect(journaled.bytes).toBe(store.heldBytes);
    expect(journalBytes).toBeGreaterThan(5000);
    expect(fileBytes).toBeGreaterThan(0);
  });
});

function committed(store: LmdbStore): Promise<void> {
  return new Promise((resolve) => {
    store.listen({ onCommitted: () => resolve(), onFailed: () => undefined, onRecovered: () => undefined });
  });
}
