import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { StoredMessage } from "../../../core/ports/store.ts";
import { openLmdbStore } from "./lmdb-store.ts";

const NOTHING = new Uint8Array(0);
const LARGE = new Uint8Array(100 * 1024);

function messageOf(number: number): StoredMessage {
  return {
    number,
    topic: "t",
    payload: LARGE,
    qos: 1,
    retain: false,
    properties: NOTHING,
    expiresAt: undefined,
    receivedAt: 0,
    publisher: { clientId: "p", userName: undefined },
  };
}

it("large messages are read fewer at a time, and none is left out", async () => {
  const directory = mkdtempSync(join(tmpdir(), "vitrina-waiting-"));
  const session = { clientId: "s", userName: undefined, expirySeconds: 60 };
  const queued = { qos: 1, retain: false, subscriptionIdentifiers: [] } as const;
  const before = await openLmdbStore(directory, { durability: "commit" });
  before.append({ type: "sessionStarted", ...session });
  for (let place = 1; place <= 7; place++)
    before.append({ type: "messageQueued", clientId: "s", place, message: messageOf(place), ...queued });
  before.commit(1);
  await before.close();
  const store = await openLmdbStore(directory, { durability: "commit" });
  const placesBehind = (place: number) => store.waiting("s", place, 200).map((waiting) => waiting.place);
  expect([0, 3, 6, 7].map(placesBehind)).toEqual([[1, 2, 3], [4, 5, 6], [7], []]);
  await store.close();
  rmSync(directory, { recursive: true });
});
