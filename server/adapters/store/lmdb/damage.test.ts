import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StoredMessage } from "../../../core/ports/store.ts";
import type { StoreDamage } from "../../../core/ports/store-status.ts";
import { readRecovered } from "../../../core/test-support/in-parts.ts";
import { describeContents } from "../test-support/described-contents.ts";
import { checkFile } from "./check-file.ts";
import { numberKey } from "./keys.ts";
import { openLmdbStore } from "./lmdb-store.ts";
import { readMeta } from "./meta-pages.ts";
import { PageFile } from "./page-file.ts";
import { leavesOf, mapOf } from "./page-tree.ts";

const RUNS = 30;
const RUNS_MILLISECONDS = 120_000;
const PAGE = 4096;
const SESSIONS = 20;
const MESSAGES = 40;
const TOPICS = 600;
const KEY_BYTES = 13;
const RUBBISH = Buffer.from([0xfe, 0xff]);

type Contents = ReturnType<typeof describeContents>;

let root: string;
let whole: string;
let original: Contents;
let directory: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "vitrina-damage-"));
  whole = join(root, "whole");
  await fill(whole);
  original = (await start(whole)).contents;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(() => {
  directory = mkdtempSync(join(root, "data-"));
  cpSync(whole, directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const fileOf = (): string => join(directory, "store.mdb");

describe("a store file that is damaged", () => {
  it.each([
    ["cut off to nothing", (path: string) => truncateSync(path, 0)],
    ["cut off in its first page", (path: string) => truncateSync(path, 100)],
    ["cut off in the middle", (path: string) => truncateSync(path, statSync(path).size / 2)],
    ["all zeros", (path: string) => writeFileSync(path, Buffer.alloc(20_480))],
    ["something else", (path: string) => writeFileSync(path, "no store")],
  ])("by being %s is set aside as it is, and the store starts", async (_, damage) => {
    damage(fileOf());
    const bytes = readFileSync(fileOf());
    const { damage: found } = await start(directory);
    expect(found?.setAside).toHaveLength(1);
    expect(readFileSync(join(directory, found?.setAside[0] ?? "")).equals(bytes)).toBe(true);
    expect((await start(directory)).damage).toBeUndefined();
  });

  it("that is not there any more is told of, since its journal is", async () => {
    rmSync(fileOf());
    const { damage, contents } = await start(directory);
    expect(damage).toMatchObject({ lostRecords: undefined, mayBeOutdated: true });
    expect(contents.sessions).toEqual([]);
  });

  it("twice in the same second is set aside twice", async () => {
    const names = new Set<string>();
    for (let times = 0; times < 3; times++) {
      truncateSync(fileOf(), 5000);
      for (const name of (await start(directory)).damage?.setAside ?? []) names.add(name);
    }
    expect(names.size).toBe(3);
    expect(readdirSync(directory)).toEqual(expect.arrayContaining([...names]));
  });

  it("in a single record loses that one, and counts it", async () => {
    // its page was written several times, and only the last one counts
    for (const at of placesOf("topic/7 ")) overwrite(at, Buffer.from("T"));
    const { contents, damage } = await start(directory);
    expect(damage).toMatchObject({ lostRecords: 1, mayBeOutdated: false });
    expect(contents.retained.map(({ topic }) => topic)).toEqual(
      original.retained.map(({ topic }) => topic).filter((topic) => topic !== "topic/7"),
    );
    expect(isDeepStrictEqual(contents.sessions, original.sessions)).toBe(true);
  });

  it("in a branch loses no record, since free pages are known", async () => {
    overwrite(treeOf().root * PAGE, Buffer.alloc(PAGE));
    const { contents, damage } = await start(directory);
    expect(damage).toMatchObject({ lostRecords: 0, mayBeOutdated: false });
    expectSame(contents);
  });

  it("in the list of free pages loses no record", async () => {
    overwrite(treeOf().freeRoot * PAGE, Buffer.alloc(PAGE, 0xa5));
    const { contents, damage } = await start(directory);
    expect(damage).toMatchObject({ lostRecords: 0, mayBeOutdated: false });
    expectSame(contents);
  });

  it("in both first pages gives what its other pages have", async () => {
    overwrite(0, Buffer.alloc(2 * PAGE));
    const { contents, damage } = await start(directory);
    expect(damage).toMatchObject({ lostRecords: undefined, mayBeOutdated: true });
    const topics = new Set(contents.retained.map(({ topic }) => topic));
    expect(original.retained.filter(({ topic }) => !topics.has(topic)).length).toBe(0);
  });

  it("in deliveries sends again what stands before others that were sent, in its order", async () => {
    const store = await openLmdbStore(directory, { durability: "commit" });
    await store.recover();
    for (let place = 1; place <= 6; place++)
      store.append({
        type: "deliveryStarted",
        clientId: "client-3",
        place: place * 100 + 3,
        messageNumber: place,
        packetId: place + 20,
      });
    store.commit(1);
    await store.close();
    for (const packetId of [22, 24, 25]) overwrite(lastOf(deliveryKey(4, packetId)) + KEY_BYTES, RUBBISH);
    const { contents, damage } = await start(directory);
    expect(damage).toMatchObject({ lostRecords: 3, mayBeOutdated: false });
    const { deliveries, queue } = contents.sessions.find(({ clientId }) => clientId === "client-3") ?? {};
    expect(deliveries?.map(({ place, packetId }) => [place, packetId])).toEqual(
      [1, 2, 3, 4, 5, 6].map((place) => [place * 100 + 3, place + 20]),
    );
    expect(queue).toHaveLength(MESSAGES - 6);
  });

  it("in a leaf keeps its records from others that need them", async () => {
    for (const page of treeOf().leaves.filter((_, index) => index % 5 === 0))
      overwrite(page * PAGE, Buffer.alloc(PAGE));
    const { contents, damage } = await start(directory);
    expect(damage?.lostRecords).toBeGreaterThan(0);
    expectSound(contents, damage);
  });

  it(
    "anywhere, in any way, starts with what is sound of it, and is whole from then on",
    async () => {
      const size = statSync(fileOf()).size;
      const place = fc.record({
        at: fc.integer({ min: 0, max: size - 1 }),
        length: fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 3 * PAGE })),
        fill: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }), fc.constant(-1)),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 4 }), async (places) => {
          copyFileSync(join(whole, "store.mdb"), fileOf());
          for (const { at, length, fill: seed } of places) {
            if (seed < 0 && at > PAGE) truncateSync(fileOf(), Math.min(at, statSync(fileOf()).size));
            else overwrite(Math.min(at, statSync(fileOf()).size), rubbish(length, seed));
          }
          const { contents, damage } = await start(directory);
          if (damage === undefined) expectSame(contents);
          else expectSound(contents, damage);
          expect(checkFile(fileOf())).toBe("whole");
        }),
        { numRuns: RUNS },
      );
    },
    RUNS_MILLISECONDS,
  );
});

/** A difference would be told in thousands of lines. */
function expectSame(contents: Contents): void {
  expect(isDeepStrictEqual(contents, original)).toBe(true);
}

/** What is there was there before, in its order, and everything has what it needs. */
function expectSound({ sessions, retained }: Contents, damage: StoreDamage | undefined): void {
  const known = new Map(original.retained.map((message) => [message.topic, message]));
  for (const message of retained)
    if (damage?.mayBeOutdated !== true) expect(message).toEqual(known.get(message.topic));
  for (const session of sessions) {
    const before = original.sessions.find(({ clientId }) => clientId === session.clientId);
    const places = placesIn(session);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    if (damage?.mayBeOutdated !== true)
      expect(before && placesIn(before)).toEqual(expect.arrayContaining(places));
  }
  expect(damage?.saved).toMatchObject({ sessions: sessions.length, retained: retained.length });
  for (const name of damage?.setAside ?? []) expect(readdirSync(directory)).toContain(name);
}

function placesIn({ deliveries, queue }: Contents["sessions"][number]): number[] {
  return [...deliveries, ...queue].map(({ place }) => place);
}

/** Opens the store as a start does, and goes on working with it. */
async function start(path: string): Promise<{ contents: Contents; damage: StoreDamage | undefined }> {
  const store = await openLmdbStore(path, { durability: "commit" });
  const recovered = await readRecovered(await store.recover());
  const contents = describeContents(recovered, store);
  const { nextMessageNumber: number, nextPlace: place } = recovered;
  if (path !== whole) {
    store.append({ type: "sessionStarted", clientId: "new", userName: undefined, expirySeconds: 60 });
    const message = messageOf(number, "topic/new", 10);
    store.append({ ...queued("new", place, message) });
    store.append({ type: "sessionEnded", clientId: "new" });
    expect(store.commit(1)).toBe(true);
  }
  await store.close();
  return { contents, damage: recovered.damage };
}

/** Messages for many sessions, retained ones of many sizes, and much that was removed again. */
async function fill(path: string): Promise<void> {
  const store = await openLmdbStore(path, { durability: "commit" });
  await store.recover();
  let number = 1;
  const names = Array.from({ length: SESSIONS }, (_, index) => `client-${index}`);
  for (const clientId of names) {
    store.append({ type: "sessionStarted", clientId, userName: undefined, expirySeconds: 1e6 });
    store.append({ type: "subscribed", clientId, subscription: SUBSCRIPTION });
  }
  for (let place = 1; place <= MESSAGES; place++) {
    const message = messageOf(number++, `queued/${place}`, (place * 131) % 3000);
    for (const [index, clientId] of names.entries())
      store.append(queued(clientId, place * 100 + index, message));
  }
  for (let topic = 0; topic < TOPICS; topic++) {
    const message = { ...messageOf(number++, `topic/${topic}`, (topic * 37) % 700), retain: true };
    store.append({ type: "retainedSet", message });
  }
  store.commit(1);
  await store.close();
  const again = await openLmdbStore(path, { durability: "commit" });
  await again.recover();
  for (let topic = 0; topic < TOPICS; topic += 3)
    again.append({ type: "retainedCleared", topic: `topic/${topic}` });
  again.commit(1);
  await again.close();
}

const SUBSCRIPTION = {
  filter: "queued/#",
  qos: 1,
  noLocal: false,
  retainAsPublished: false,
  retainHandling: 0,
  subscriptionIdentifier: undefined,
} as const;

function queued(clientId: string, place: number, message: StoredMessage) {
  return {
    type: "messageQueued",
    clientId,
    place,
    message,
    qos: 1,
    subscriptionIdentifiers: [],
    retain: false,
  } as const;
}

function messageOf(number: number, topic: string, length: number): StoredMessage {
  return {
    number,
    topic,
    payload: Buffer.from(`${topic} `.padEnd(length, ".")),
    qos: 1,
    retain: false,
    properties: Buffer.alloc(0),
    expiresAt: undefined,
    receivedAt: 1_700_000_000_000,
    publisher: { clientId: "publisher", userName: undefined },
  };
}

function overwrite(at: number, bytes: Buffer): void {
  const file = readFileSync(fileOf());
  bytes.copy(file, at);
  writeFileSync(fileOf(), file);
}

function placesOf(text: string): number[] {
  const file = readFileSync(fileOf());
  const places: number[] = [];
  for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) places.push(at);
  return places;
}

function deliveryKey(session: number, packetId: number): Buffer {
  return Buffer.from(`d${numberKey(session)}${numberKey(packetId)}`, "latin1");
}

function lastOf(bytes: Buffer): number {
  return readFileSync(fileOf()).lastIndexOf(bytes);
}

function rubbish(length: number, seed: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (seed * (index + 7) * 2_654_435) >>> 8));
}

function treeOf(): { root: number; freeRoot: number; leaves: readonly number[] } {
  const file = new PageFile(fileOf());
  const { meta } = readMeta(file);
  if (meta === undefined) throw new Error("the store has no state");
  const { pages } = leavesOf(mapOf(file, meta.transaction, meta.lastPage), meta.main);
  file.close();
  return { root: meta.main.root ?? 0, freeRoot: meta.free.root ?? 0, leaves: pages };
}
