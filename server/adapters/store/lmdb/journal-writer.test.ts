import { execFileSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoreEvent } from "../../../core/ports/store.ts";
import { readRecovered } from "../../../core/test-support/in-parts.ts";
import { pathOf, segmentsIn } from "./journal.ts";
import { type LmdbStore, openLmdbStore } from "./lmdb-store.ts";

const LONG = 600_000;
/** Takes what is written, keeps none of it, and cannot be flushed: as a disk whose writes fail behind the system's back. */
const SINK = "/dev/null";

let root: string;
let directory: string;
let store: LmdbStore;
let told: string[];
/** Resolves when this is told. */
let heard: Map<string, () => void>;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "vitrina-journal-"));
  directory = join(root, "data");
  told = [];
  heard = new Map();
  store = await openLmdbStore(directory, { durability: "fsync", journalMilliseconds: LONG });
  const tell = (what: string): void => {
    told.push(what);
    heard.get(what)?.();
  };
  store.listen({
    onCommitted: (epoch) => tell(`committed ${epoch}`),
    onFailed: (error) => tell((error as NodeJS.ErrnoException).code ?? error.message),
    onRecovered: () => tell("recovered"),
  });
});
afterEach(async () => {
  await store.close();
  rmSync(root, { recursive: true, force: true });
});

it("a journal that cannot be written while it is flushed says only that the flushed part is safe", async () => {
  store.append(retained("flushed"));
  store.commit(1);
  limitFiles("1");
  store.append(retained("held"));
  expect(store.commit(2)).toBe(false);
  limitFiles("unlimited");
  await hear("committed 1");
  expect([told, store.status().failure]).toEqual([["EFBIG", "committed 1"], expect.anything()]);
  await hear("committed 2");
  expect(told.slice(2)).toEqual(["recovered", "committed 2"]);
  expect(await topicsAfterDeath()).toEqual(["flushed", "held"]);
});

describe("a journal that cannot be flushed", () => {
  it("is written anew into another segment, and nothing is said to be safe before that is flushed", async () => {
    await commit(1, "before");
    loseWrites();
    store.append(retained("lost"));
    expect(store.commit(2)).toBe(false);
    await hear("committed 2");
    expect(told).toEqual(["committed 1", "EINVAL", "recovered", "committed 2"]);
    expect(await topicsAfterDeath()).toEqual(["before", "lost"]);
  });

  it("is written anew as often as it takes, and leaves no segment behind that was of no use", async () => {
    symlinkSync(SINK, pathOf(directory, 2));
    symlinkSync(SINK, pathOf(directory, 3));
    await commit(1, "before");
    loseWrites();
    store.append(retained("lost"));
    store.commit(2);
    await hear("EINVAL");
    store.append(retained("meanwhile"));
    expect(store.commit(3)).toBe(false);
    await hear("committed 3");
    expect(told).toEqual(["committed 1", "EINVAL", "recovered", "committed 3"]);
    expect(segmentsIn(directory)).toEqual([1, 4]);
    expect(await topicsAfterDeath()).toEqual(["before", "lost", "meanwhile"]);
  });

  it("goes to the file when the store is closed", async () => {
    loseWrites();
    store.append(retained("lost"));
    store.commit(1);
    await hear("EINVAL");
    symlinkSync(SINK, pathOf(directory, 2));
    symlinkSync(SINK, pathOf(directory, 3));
    await store.close();
    expect(told).toEqual(["EINVAL", "committed 1"]);
    expect(await topicsAfterDeath()).toEqual(["lost"]);
  });
});

/** No file of this process may be larger, as if its disk were full. */
function limitFiles(bytes: string): void {
  execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${bytes}:unlimited`]);
}

/** From now on what the journal is written goes nowhere. */
function loseWrites(): void {
  const path = pathOf(directory, 1);
  const descriptor = readdirSync("/proc/self/fd").find((name) => {
    const link = `/proc/self/fd/${name}`;
    return existsSync(link) && readlinkSync(link) === path;
  });
  closeSync(Number(descriptor));
  while (openSync(SINK, "w") !== Number(descriptor));
}

async function commit(epoch: number, topic: string): Promise<void> {
  store.append(retained(topic));
  store.commit(epoch);
  await hear(`committed ${epoch}`);
}

function hear(what: string): Promise<void> {
  if (told.includes(what)) return Promise.resolve();
  return new Promise((resolve) => heard.set(what, resolve));
}

/** What a start finds when the process dies now. */
async function topicsAfterDeath(): Promise<string[]> {
  const remains = join(root, "remains");
  cpSync(directory, remains, { recursive: true });
  const found = await openLmdbStore(remains, { durability: "commit" });
  const { retained: messages, damage } = await readRecovered(await found.recover());
  const topics = [...messages].map(({ topic }) => topic);
  await found.close();
  expect(damage).toBeUndefined();
  return topics;
}

function retained(topic: string): StoreEvent {
  return {
    type: "retainedSet",
    message: {
      number: 1,
      topic,
      payload: new Uint8Array(10),
      qos: 1,
      retain: true,
      properties: new Uint8Array(0),
      expiresAt: undefined,
      receivedAt: 1000,
      publisher: { clientId: "p", userName: undefined },
    },
  };
}
