import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openLmdbStore } from "../../adapters/store/lmdb/lmdb-store.ts";
import type { StoreEvent } from "../../core/ports/store.ts";
import { readRecovered } from "../../core/test-support/in-parts.ts";
import type { DatabaseImport } from "../import-request.ts";
import { DatabaseBytes, State } from "../test-support/database-bytes.ts";
import { TemporaryDatabase } from "../test-support/temporary-database.ts";
import { importDatabase } from "./import-database.ts";

const MUTATIONS = 150;
/** More than is held in memory on its way to the file. */
const LARGE = 15;
const LARGE_BYTES = 3_000_000;

const database = new TemporaryDatabase();

function run(more: Partial<DatabaseImport> = {}): Promise<string> {
  const request = { kind: "database", onConflict: "refuse", isDryRun: false } as const;
  const paths = { path: database.path, directory: database.data };
  const terminal = { input: new PassThrough(), isInteractive: false, prompt: new PassThrough() };
  return importDatabase({ ...request, ...paths, ...more }, terminal);
}

/** A little of everything. */
function everything(): DatabaseBytes {
  const busy = { clientId: "busy", qos: 2 } as const;
  return new DatabaseBytes()
    .message({ key: 1, topic: "kept", payload: "value", retain: true, userName: "ann" })
    .message({
      key: 2,
      topic: "a/b",
      payload: "one",
      qos: 2,
      properties: "0403000178",
      expiresAt: 4_000_000_000,
    })
    .message({ key: 3, topic: "a/b", payload: "two", qos: 2, clientId: "sender" })
    .client({ clientId: "busy", userName: "ann" })
    .clientMessage({ ...busy, key: 2, packetId: 4, state: State.WaitForPubcomp, dup: true })
    .clientMessage({ ...busy, key: 2, packetId: 5, state: State.WaitForPubrec, dup: true })
    .clientMessage({ ...busy, key: 2, packetId: 6, properties: "030bac02" })
    .client({ clientId: "sender", expirySeconds: 3_000_000_000, endsAt: 4_000_000_000 })
    .clientMessage({
      clientId: "sender",
      key: 3,
      direction: "in",
      qos: 2,
      packetId: 9,
      state: State.WaitForPubrel,
    })
    .subscription({ clientId: "busy", filter: "a/#", qos: 2, options: 0x0c, identifier: 300 })
    .retained(1);
}

async function fill(...events: readonly StoreEvent[]): Promise<void> {
  const store = await openLmdbStore(database.data, { durability: "commit" });
  for (const event of events) store.append(event);
  store.commit(1);
  await store.close();
}

/** What the data directory has, as a start finds it. */
async function contents() {
  const store = await openLmdbStore(database.data, { durability: "commit" });
  const { sessions, retained } = await readRecovered(await store.recover());
  const found = {
    sessions: sessions.map((session) => ({
      ...session,
      queue: store.waiting(session.clientId, session.waiting.afterPlace, 100),
    })),
    retained: retained.map(({ topic, payload }) => [topic, payload.toString()]),
  };
  await store.close();
  return found;
}

const OUR_SESSION: StoreEvent = {
  type: "sessionStarted",
  clientId: "busy",
  userName: "ours",
  expirySeconds: 10,
};
const OUR_RETAINED: StoreEvent = {
  type: "retainedSet",
  message: {
    number: 1,
    topic: "kept",
    payload: Buffer.from("ours"),
    qos: 1,
    retain: true,
    properties: Buffer.alloc(0),
    expiresAt: undefined,
    receivedAt: 1,
    publisher: { clientId: "us", userName: undefined },
  },
};

describe("the import of a database", () => {
  it("has all of it in the data directory", async () => {
    database.write(everything().bytes);
    expect(await run()).toMatch(
      /: 1 retained message, 2 sessions with 1 subscription, 1 message that waits for clients, 2 sent and not acknowledged, 1 published that waited for PUBREL; in \d+\.\d s\.$/,
    );
    expect(readdirSync(database.data)).toEqual(["store.mdb"]);
    const { sessions, retained } = await contents();
    expect(retained).toEqual([["kept", "value"]]);
    expect(sessions).toMatchObject([
      {
        clientId: "busy",
        userName: "ann",
        deliveries: [
          { packetId: 4, state: "released", message: undefined },
          { packetId: 5, state: "published", message: { topic: "a/b" } },
        ],
        waiting: { messages: 2 },
        queue: [
          {
            subscriptionIdentifiers: [300],
            message: { expiresAt: 4_000_000_000_000, publisher: { clientId: "publisher" } },
          },
          { subscriptionIdentifiers: [300], qos: 2, message: { publisher: { clientId: "sender" } } },
        ],
        receivedPacketIds: [],
      },
      { clientId: "sender", receivedPacketIds: [9], leftAt: 1_000_000_000_000 },
    ]);
  });

  it("writes nothing when it is only asked what would be", async () => {
    database.write(everything().bytes);
    const told = await run({ isDryRun: true });
    expect(told).toMatch(
      /^Nothing was written\. .* has 1 retained message, 2 sessions .* 1 published that waited for PUBREL\.$/,
    );
    expect(existsSync(database.data)).toBe(false);
    await fill(OUR_SESSION, OUR_RETAINED);
    expect(await run({ isDryRun: true })).toContain(
      "data has 1 of these sessions already (busy), and retained messages at 1 of these topics already (kept).",
    );
  });

  it("takes no place of what is there, unless it is told to", async () => {
    database.write(everything().bytes);
    await fill(OUR_SESSION, OUR_RETAINED);
    await expect(run()).rejects.toMatchObject({ code: "import-conflict" });
    expect((await contents()).retained).toEqual([["kept", "ours"]]);
    expect(await run({ onConflict: "keep" })).toContain(
      "1 of the sessions are there already and were kept as they are.",
    );
    const kept = await contents();
    expect([kept.retained, kept.sessions[0]?.userName, kept.sessions.length]).toEqual([
      [["kept", "ours"]],
      "ours",
      2,
    ]);
    expect(await run({ onConflict: "overwrite" })).toMatch(/What was there before is in .*\/replaced-.*\.$/);
    const after = await contents();
    expect(after.retained).toEqual([["kept", "value"]]);
    expect(after.sessions.map(({ clientId, userName }) => [clientId, userName])).toEqual([
      ["busy", "ann"],
      ["sender", undefined],
    ]);
  });

  it("takes what is larger than what is held in memory, body by body", async () => {
    const bytes = new DatabaseBytes();
    for (let key = 1; key <= LARGE; key++)
      bytes.message({ key, topic: `${key}`, payload: "x".repeat(LARGE_BYTES) });
    for (let key = 1; key <= LARGE; key++) bytes.retained(key);
    database.write(bytes.bytes);
    expect(await run()).toContain(`${LARGE} retained messages`);
    expect((await contents()).retained).toHaveLength(LARGE);
  });

  it("says that mosquitto was running", async () => {
    database.write(new DatabaseBytes(undefined, false).bytes);
    expect(await run()).toContain("mosquitto was running when it wrote the file");
  });

  it("does not touch a directory in which a restore waits", async () => {
    database.write(everything().bytes);
    mkdirSync(join(database.data, "restore"), { recursive: true });
    await expect(run()).rejects.toMatchObject({ code: "import-data-failed" });
    expect(readdirSync(database.data)).toEqual(["restore"]);
  });

  it("does not read a data directory that is damaged", async () => {
    database.write(everything().bytes);
    await fill(OUR_SESSION);
    writeFileSync(join(database.data, "store.mdb"), Buffer.alloc(20_000));
    await expect(run({ onConflict: "overwrite" })).rejects.toMatchObject({ code: "data-directory-damaged" });
    expect(readdirSync(database.data).filter((name) => /^(import|re)/.test(name))).toEqual([]);
  });
});

describe("a database that was damaged", () => {
  const whole = everything().bytes;
  const cut = fc.nat(whole.length).map((length) => whole.subarray(0, length));
  const overwritten = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
  const shortened = fc
    .tuple(fc.nat(whole.length), fc.nat(40))
    .map(([at, length]) => Buffer.concat([whole.subarray(0, at), whole.subarray(at + length)]));

  it("ends in a sentence or in a data directory that a server can start on", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, overwritten, shortened), async (bytes) => {
        database.write(bytes);
        const outcome = await run({ onConflict: "overwrite" }).catch((error: unknown) => error);
        const left = existsSync(database.data) ? readdirSync(database.data) : [];
        expect(left.filter((name) => /^(import|restore)/.test(name))).toEqual([]);
        if (typeof outcome === "string") return void (await contents());
        refused++;
        const message = expect.stringMatching(/at byte \d+: /);
        expect(outcome).toMatchObject({ code: "import-file-unusable", message });
      }),
      { numRuns: MUTATIONS },
    );
    expect(refused).toBeGreaterThan(0);
  });
});
