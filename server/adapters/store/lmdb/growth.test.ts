import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StoredMessage } from "../../../core/ports/store.ts";
import { readRecovered } from "../../../core/test-support/in-parts.ts";
import { type LmdbStore, openLmdbStore } from "./lmdb-store.ts";
import { openFile } from "./open-file.ts";
import { MESSAGES as MESSAGES_TABLE, QUEUES } from "./tables.ts";

const ROUNDS = 100;
const MESSAGES = 20;
const TOPICS = 100;
/** A session lasts so many rounds. */
const LIFE = 5;
/** Of a session that is ended: cleared away in several parts. */
const MANY = 5_000;
const PART = 2_000;
const NEVER = 2 ** 31 - 1;
const PAYLOAD = 300;
const MOST_GROWTH = 1.1;

let directory: string;
let store: LmdbStore;
let number = 0;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-growth-"));
  store = await openLmdbStore(directory, { durability: "commit", journalMilliseconds: 0 });
  await takeUp();
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

it("the file does not grow while as much ends as begins", async () => {
  const sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    begin(`client-${round}`);
    if (round >= LIFE) store.append({ type: "sessionEnded", clientId: `client-${round - LIFE}` });
    publish(round);
    await written(round);
    sizes.push(store.status().fileBytes);
  }
  expect(sizes.at(-1)).toBeLessThanOrEqual((sizes[ROUNDS / 4] ?? 0) * MOST_GROWTH);
});

it("what ended sessions have left is cleared away part after part, and not as seldom as the journal is", async () => {
  begin("client-0");
  for (let count = 0; count < MANY; count++) queue("client-0", messageOf("live"), 0);
  await written(0);
  store.append({ type: "sessionEnded", clientId: "client-0" });
  store.commit(2);
  await store.close();
  store = await openLmdbStore(directory, { durability: "commit", journalMilliseconds: NEVER });
  let writes = 0;
  const cleared = new Promise<void>((resolve, reject) => {
    store.listen({
      onCommitted: () => undefined,
      onReadable: () => ++writes === Math.ceil(MANY / PART) && resolve(),
      onFailed: reject,
      onRecovered: () => undefined,
    });
  });
  await takeUp();
  await cleared;
  await store.close();
  const { file } = await openFile(directory, Date.now());
  expect([...file.range(QUEUES.prefix), ...file.range(MESSAGES_TABLE.prefix)]).toEqual([]);
  await file.close();
});

/** As a start does, to the end: until then the file keeps what it had. */
async function takeUp(): Promise<void> {
  await readRecovered(await store.recover());
}

function begin(clientId: string): void {
  const subscription = {
    filter: "live",
    qos: 1,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
    subscriptionIdentifier: undefined,
  } as const;
  store.append({ type: "sessionStarted", clientId, userName: undefined, expirySeconds: 60 });
  store.append({ type: "subscribed", clientId, subscription });
}

/** To all sessions that are there, of which the youngest but one takes what it has. */
function publish(round: number): void {
  for (let count = 0; count < MESSAGES; count++) {
    const message = messageOf(count % 3 === 0 ? `value/${(number * 7) % TOPICS}` : "live");
    if (count % 3 === 0) store.append({ type: "retainedSet", message: { ...message, retain: true } });
    for (let age = 0; age < Math.min(LIFE, round + 1); age++) queue(`client-${round - age}`, message, age);
  }
}

function queue(clientId: string, message: StoredMessage, age: number): void {
  const place = message.number * LIFE + age;
  const queued = { place, message, qos: 1, retain: false, subscriptionIdentifiers: [] } as const;
  store.append({ type: "messageQueued", clientId, ...queued });
  if (age !== 1) return;
  const packetId = (message.number % MESSAGES) + 1;
  store.append({ type: "deliveryStarted", clientId, place, messageNumber: message.number, packetId });
  store.append({ type: "deliveryEnded", clientId, packetId });
}

function messageOf(topic: string): StoredMessage {
  return {
    number: ++number,
    topic,
    payload: Buffer.alloc(PAYLOAD, String(number)),
    qos: 1,
    retain: false,
    properties: Buffer.alloc(0),
    expiresAt: undefined,
    receivedAt: 1_700_000_000_000,
    publisher: { clientId: "publisher", userName: undefined },
  };
}

/** What was said so far is in the file. */
function written(epoch: number): Promise<void> {
  return new Promise((resolve, reject) => {
    store.listen({
      onCommitted: () => undefined,
      onReadable: () => resolve(),
      onFailed: reject,
      onRecovered: () => undefined,
    });
    store.commit(epoch + 1);
  });
}
