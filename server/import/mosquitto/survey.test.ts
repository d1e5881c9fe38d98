import { describe, expect, it } from "vitest";
import { DatabaseBytes, type Layout, State, USUAL } from "../test-support/database-bytes.ts";
import { TemporaryDatabase } from "../test-support/temporary-database.ts";
import { ChunkKind } from "./chunk.ts";
import { DatabaseFile } from "./database-file.ts";
import { readMessage, readSubscription } from "./records.ts";
import { type Body, type Survey, surveyDatabase } from "./survey.ts";

const NOW = 2_000_000_000_000;
const SECONDS = NOW / 1000;
const LAYOUTS: readonly (readonly [string, Layout])[] = [
  ["2 on a machine of today", USUAL],
  ["2 on a machine with the highest byte first", { ...USUAL, isBigEndian: true }],
  ["2 on 32-bit x86", { ...USUAL, isAligned: false }],
  ["1.6", { ...USUAL, version: 5 }],
];

const database = new TemporaryDatabase();

async function withFile<T>(bytes: Buffer, use: (file: DatabaseFile) => T | Promise<T>): Promise<T> {
  const file = new DatabaseFile(database.write(bytes));
  try {
    return await use(file);
  } finally {
    file.close();
  }
}

function survey(bytes: Buffer): Promise<Survey> {
  return withFile(bytes, (file) => surveyDatabase(file, NOW));
}

describe("a database of mosquitto", () => {
  it.each(LAYOUTS)("is read as mosquitto %s writes it", async (_name, layout) => {
    const bytes = new DatabaseBytes(layout)
      .message({
        key: 2,
        topic: "a/ü",
        payload: "body",
        qos: 2,
        expiresAt: SECONDS + 10,
        userName: "bob",
        properties: "04 03 00 01 78".replaceAll(" ", ""),
      })
      .client({ clientId: "five", userName: "ann", expirySeconds: 100, endsAt: SECONDS + 60 })
      .client({ clientId: "three" })
      .subscription({ clientId: "five", filter: "a/#", qos: 2, options: 0x2c, identifier: 300 })
      .retained(2).bytes;
    await withFile(bytes, async (file) => {
      const { clients, retained, isFinal, chunks } = await surveyDatabase(file, NOW);
      const userName = layout.version === 5 ? undefined : "ann";
      expect(clients.get("five")).toEqual({
        clientId: "five",
        userName,
        expirySeconds: 100,
        leftAt: NOW - 40_000,
        state: "there",
      });
      expect(clients.get("three")).toMatchObject({ userName: undefined, state: "there" });
      expect([retained.length, isFinal, chunks]).toEqual([1, true, 6]);
      const message = readMessage(file.chunkAt(ChunkKind.Message, retained[0] as Body));
      expect(message).toMatchObject({
        topic: "a/ü",
        qos: 2,
        retain: false,
        expiresAt: NOW + 10_000,
        userName: "bob",
      });
      expect([message.payload.toString(), Buffer.from(message.properties).toString("hex")]).toEqual([
        "body",
        "03000178",
      ]);
      const subscriptions = [...file.chunks()]
        .filter(({ kind }) => kind === ChunkKind.Subscription)
        .map((chunk) => readSubscription(chunk).subscription);
      expect(subscriptions).toEqual([
        {
          filter: "a/#",
          qos: 2,
          noLocal: true,
          retainAsPublished: true,
          retainHandling: 2,
          subscriptionIdentifier: 300,
        },
      ]);
    });
  });

  it("is read where a body is larger than what is read at a time", async () => {
    const large = "x".repeat(3_000_000);
    const bytes = new DatabaseBytes()
      .message({ key: 1, payload: "a" })
      .message({ key: 2, payload: large })
      .message({ key: 3 })
      .retained(3).bytes;
    const { bodies, retained } = await survey(bytes);
    expect([[...bodies.values()].map(({ length }) => length), retained.length]).toEqual([
      [43, 3_000_042, 42],
      1,
    ]);
  });

  it("says which sessions have ended, and what is not released", async () => {
    const bytes = new DatabaseBytes(USUAL, false)
      .message({ key: 1 })
      .client({ clientId: "expired", expirySeconds: 100, endsAt: SECONDS })
      .client({ clientId: "ended", expirySeconds: 0 })
      .client({ clientId: "there", expirySeconds: 100, endsAt: SECONDS + 1 })
      .clientMessage({
        clientId: "there",
        key: 1,
        direction: "in",
        packetId: 9,
        qos: 2,
        state: State.WaitForPubrel,
      })
      .clientMessage({
        clientId: "expired",
        key: 1,
        direction: "in",
        packetId: 9,
        qos: 2,
        state: State.WaitForPubrel,
      })
      .clientMessage({ clientId: "there", key: 7 })
      .retained(8).bytes;
    const { clients, unreleased, missing, isFinal } = await survey(bytes);
    expect([...clients.values()].map(({ state }) => state)).toEqual(["expired", "ended", "there"]);
    expect(unreleased).toMatchObject([{ clientId: "there", packetId: 9 }]);
    expect([missing, isFinal]).toEqual([2, false]);
  });

  it("believes no user name that mosquitto has repeated", async () => {
    const leaked = Buffer.concat([Buffer.from("ann"), Buffer.alloc(765)]);
    const names = ["ann", leaked, "ann", "bob", "ann"];
    const file = new DatabaseBytes();
    for (const [at, userName] of names.entries()) file.client({ clientId: `c${at}`, userName });
    const { clients } = await survey(file.bytes);
    expect([...clients.values()].map(({ userName }) => userName)).toEqual([
      "ann",
      undefined,
      undefined,
      "bob",
      "ann",
    ]);
  });

  it.each([
    ["nothing", Buffer.alloc(0), 'at byte 0: expected "mosquitto db"'],
    ["text", Buffer.from("no database of mosquitto at all"), 'at byte 0: expected "mosquitto db"'],
    ["SQLite", Buffer.from("SQLite format 3\0".padEnd(100)), "persist-sqlite"],
    [
      "an old version",
      new DatabaseBytes({ ...USUAL, version: 3 }).bytes,
      "at byte 19: expected version 5 or 6, found 3; start mosquitto 1.6",
    ],
    [
      "a new version",
      new DatabaseBytes({ ...USUAL, version: 7 }).bytes,
      "at byte 19: expected version 5 or 6, found 7",
    ],
  ])("is not %s", async (_name, bytes, sentence) => {
    await expect(survey(bytes)).rejects.toThrow(sentence);
  });

  const END = new DatabaseBytes().bytes.length;
  it.each([
    [
      "a kind that is none",
      (to: DatabaseBytes) => to.chunk(7),
      `at byte ${END}: expected a chunk of the kinds 1 to 6, found 7`,
    ],
    [
      "other numbers",
      (to: DatabaseBytes) => to.chunk(1, Buffer.alloc(8), Buffer.from([1, 4])),
      `at byte ${END + 17}: expected messages' numbers of 8 bytes, found 4`,
    ],
    [
      "a chunk that is too short",
      (to: DatabaseBytes) => to.chunk(4, Buffer.alloc(7)),
      `at byte ${END + 8}: expected 8 bytes of the number of a retained message, the chunk has 7 more`,
    ],
    [
      "a chunk that is too long",
      (to: DatabaseBytes) => to.chunk(4, Buffer.alloc(9)),
      `at byte ${END + 16}: 1 byte more than`,
    ],
    [
      "a QoS that is none",
      (to: DatabaseBytes) => to.message({ key: 1, qos: 3 }),
      "expected a message's QoS from 0 to 2, found 3",
    ],
    [
      "a state that is none",
      (to: DatabaseBytes) => to.clientMessage({ clientId: "c", key: 1, state: 12 }),
      "expected the state of a delivery from 0 to 11, found 12",
    ],
    [
      "a topic with a wildcard",
      (to: DatabaseBytes) => to.message({ key: 1, topic: "a/#" }),
      "must not contain the wildcards",
    ],
    [
      "a filter that is none",
      (to: DatabaseBytes) => to.subscription({ clientId: "c", filter: "a/#/b" }),
      "at byte",
    ],
    [
      "no client id",
      (to: DatabaseBytes) => to.client({ clientId: "" }),
      "expected a client id, found an empty one",
    ],
    [
      "a text that is none",
      (to: DatabaseBytes) => to.message({ key: 1, clientId: "a\0b" }),
      "the publisher's client id is no text of MQTT",
    ],
    [
      "properties of no message",
      (to: DatabaseBytes) => to.message({ key: 1, properties: "022101" }),
      "the properties are not those of a message",
    ],
    [
      "properties of another length",
      (to: DatabaseBytes) => to.message({ key: 1, properties: "050101" }),
      "expected 5 bytes of properties, found 2",
    ],
    [
      "a time that is none",
      (to: DatabaseBytes) => to.message({ key: 1, expiresAt: 2 ** 52 + 1 }),
      "expected a message's expiry as seconds since 1970",
    ],
    [
      "a number twice",
      (to: DatabaseBytes) => to.message({ key: 1 }).message({ key: 1 }),
      "a message's number stands there twice",
    ],
    [
      "a client id twice",
      (to: DatabaseBytes) => to.client({ clientId: "c" }).client({ clientId: "c" }),
      "a client id stands there twice",
    ],
  ])("has not %s", async (_name, add, sentence) => {
    await expect(survey(add(new DatabaseBytes()).bytes)).rejects.toThrow(sentence);
  });

  it("says where it was cut off", async () => {
    const { bytes } = new DatabaseBytes().message({ key: 1, payload: "body" });
    await expect(survey(bytes.subarray(0, -1))).rejects.toThrow(
      `at byte ${END + 8}: expected 46 bytes of a chunk of the kind 2, the file has 45 more: it is cut off or damaged`,
    );
    await expect(survey(bytes.subarray(0, END + 5))).rejects.toThrow(
      `at byte ${END}: expected 8 bytes of the head of a chunk, the file has 5 more`,
    );
  });
});
