import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { StoredWill, StoreEvent } from "../../../core/ports/store.ts";
import { readRecovered } from "../../../core/test-support/in-parts.ts";
import { openLmdbStore } from "./lmdb-store.ts";

const SESSIONS = 400;
/** So many that each is in a page of its own. */
const PAYLOAD_BYTES = 1500;

it("the wills of many sessions are taken up as they were", async () => {
  const directory = mkdtempSync(join(tmpdir(), "vitrina-recovered-"));
  const store = await openLmdbStore(directory, { durability: "commit" });
  await readRecovered(await store.recover());
  const names = Array.from({ length: SESSIONS }, (_, index) => `client ${index}`);
  for (const clientId of names) {
    store.append({ type: "sessionStarted", clientId, userName: undefined, expirySeconds: 60 });
  }
  // in another order than the sessions, so that their pages are not read one after another
  for (const clientId of names.toSorted((a, b) => a.localeCompare(b))) store.append(armed(clientId));
  store.commit(1);
  await store.close();
  const again = await openLmdbStore(directory, { durability: "commit" });
  const { sessions } = await readRecovered(await again.recover());
  const wrong = [...sessions].filter(({ clientId, will }) => textOf(will) !== `will of ${clientId}`);
  expect(wrong.map(({ clientId }) => clientId)).toEqual([]);
  await again.close();
  rmSync(directory, { recursive: true });
});

function armed(clientId: string): StoreEvent {
  const message = {
    topic: "t",
    payload: Buffer.from(`will of ${clientId}`.padEnd(PAYLOAD_BYTES)),
    qos: 1,
    retain: false,
    properties: Buffer.alloc(0),
    publisher: { clientId, userName: undefined },
    messageExpiryInterval: undefined,
  } as const;
  return { type: "willArmed", clientId, will: { message, delaySeconds: 0, dueAt: undefined } };
}

function textOf(will: StoredWill | undefined): string {
  return Buffer.from(will?.message.payload ?? [])
    .toString()
    .trimEnd();
}
