import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredMessage, StoreEvent } from "../../../core/ports/store.ts";
import { readRecovered } from "../../../core/test-support/in-parts.ts";
import { describeContents } from "../test-support/described-contents.ts";
import { keyBytes, numberKey } from "./keys.ts";
import { type LmdbStore, openLmdbStore } from "./lmdb-store.ts";
import { DELIVERIES, MESSAGES, QUEUES, REFERENCES, type Table } from "./tables.ts";

const MESSAGE: StoredMessage = {
  number: 1,
  topic: "t",
  payload: Buffer.from("payload"),
  qos: 2,
  retain: false,
  properties: Buffer.alloc(0),
  expiresAt: undefined,
  receivedAt: 1000,
  publisher: { clientId: "p", userName: undefined },
};
/** Sessions are numbered as they begin, from 1 on. */
const FIRST = numberKey(1);

let directory: string;
let store: LmdbStore;
let told: string[];
let onReadable: () => void;
let epoch: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-unreadable-"));
  told = [];
  epoch = 0;
  onReadable = () => undefined;
  store = await openLmdbStore(directory, { durability: "commit", journalMilliseconds: 0 });
  await store.recover();
  store.listen({
    onCommitted: () => undefined,
    onReadable: () => onReadable(),
    onFailed: ({ message }) => told.push(`failed: ${message}`),
    onRecovered: () => undefined,
    onUnreadable: ({ message }) => told.push(message),
  });
  await keep(started("first"), started("second"), queued("first", 1), queued("second", 2));
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

describe("a record that is damaged while the store is open", () => {
  it("that counts who waits for a message keeps the message", async () => {
    damage(REFERENCES, FIRST);
    await keep({ type: "messageDropped", clientId: "first", place: 1, messageNumber: 1 });
    expect(told).toEqual([expect.stringContaining("damaged")]);
    expect((await start()).sessions).toMatchObject([
      { clientId: "first", queue: [] },
      { clientId: "second", queue: [{ place: 2 }] },
    ]);
  });

  it("that is a message is written anew when it comes for one more", async () => {
    damage(MESSAGES, FIRST);
    await keep(started("third"), queued("third", 3));
    expect(told).toEqual([expect.stringContaining("damaged")]);
    const { sessions, damage: found } = await start();
    expect(found).toBeUndefined();
    expect(sessions.map(({ queue }) => queue.length)).toEqual([1, 1, 1]);
  });

  it("that is a delivery does not keep it from coming to its end", async () => {
    const began = {
      type: "deliveryStarted",
      clientId: "first",
      place: 1,
      messageNumber: 1,
      packetId: 7,
    } as const;
    await keep(began);
    damage(DELIVERIES, FIRST + numberKey(7));
    await keep({ type: "deliveryReleased", clientId: "first", packetId: 7 });
    expect(told).toEqual([expect.stringContaining("damaged")]);
    expect((await start()).sessions[0]?.deliveries).toMatchObject([{ packetId: 7, state: "released" }]);
  });

  it("that is a place in a queue, or a message, is told and given as one that has expired", async () => {
    const next = { ...MESSAGE, number: 2 };
    await keep(queued("first", 5, next), queued("first", 6, next));
    damage(QUEUES, FIRST + numberKey(5));
    damage(MESSAGES, FIRST);
    const waiting = store.waiting("first", 0, 10);
    expect(waiting.map(({ place, message }) => [place, message.expiresAt])).toEqual([
      [1, 0],
      [5, 0],
      [6, undefined],
    ]);
    expect(waiting[0]?.message).toMatchObject({ number: 1, payload: new Uint8Array(8) });
    expect(told).toEqual([expect.stringContaining("damaged"), expect.stringContaining("damaged")]);
  });

  it("does not stay behind when its session ends", async () => {
    damage(QUEUES, FIRST + numberKey(1));
    await keep({ type: "sessionEnded", clientId: "first" });
    await reachFile();
    expect(told).toEqual([expect.stringContaining("damaged")]);
    const { sessions, damage: found } = await start();
    expect(found).toBeUndefined();
    expect(sessions).toMatchObject([{ clientId: "second", queue: [{ place: 2 }] }]);
  });
});

it("an event of a session that the store does not know is told, and nothing else happens", async () => {
  await keep({ type: "sessionLeft", clientId: "nobody", at: 1 });
  expect(told).toEqual([expect.stringContaining("nobody")]);
  expect((await start()).sessions).toHaveLength(2);
});

/** Returns when the file has it. */
async function keep(...events: readonly StoreEvent[]): Promise<void> {
  for (const event of events) store.append(event);
  expect(store.commit(++epoch)).toBe(true);
  if (store.status().journaled.changes > 0) await reachFile();
}

function reachFile(): Promise<void> {
  return new Promise((resolve) => {
    onReadable = resolve;
  });
}

/** In every place of the file where such a record ever stood. */
function damage({ prefix }: Table<unknown>, key: string): void {
  const path = join(directory, "store.mdb");
  const bytes = readFileSync(path);
  const whole = keyBytes(prefix + key);
  const descriptor = openSync(path, "r+");
  for (let at = bytes.indexOf(whole); at >= 0; at = bytes.indexOf(whole, at + 1))
    writeSync(descriptor, Buffer.from([0xee]), 0, 1, at + whole.length);
  closeSync(descriptor);
}

/** What the next start finds. */
async function start() {
  await store.close();
  store = await openLmdbStore(directory, { durability: "commit" });
  const recovered = await readRecovered(await store.recover());
  return { ...describeContents(recovered, store), damage: recovered.damage };
}

function started(clientId: string): StoreEvent {
  return { type: "sessionStarted", clientId, userName: undefined, expirySeconds: 1000 };
}

function queued(clientId: string, place: number, message = MESSAGE): StoreEvent {
  const rest = { qos: 2, subscriptionIdentifiers: [], retain: false } as const;
  return { type: "messageQueued", clientId, place, message, ...rest };
}
