import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { apiPaths, withQuery } from "../contract/paths.ts";
import { RETAINED_START_BYTES, retainedMessage } from "../contract/retained.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";

const UNDO_SECONDS = 600;

let door: TestDoor;

beforeAll(async () => {
  door = await openDoor();
});

afterAll(() => door.close());

beforeEach(() => {
  const press = door.connect({ clientId: "press-7", userName: "anna" });
  press.publish("factory/1/state", "run", { retain: true, qos: 1 });
  press.publish("factory/2/state", "stop", {
    retain: true,
    properties: {
      contentType: "text/plain",
      payloadFormatIndicator: 1,
      correlationData: Uint8Array.of(1, 2),
      userProperties: [
        ["line", "2"],
        ["line", "two"],
      ],
    },
  });
  press.publish("office/plan", "x".repeat(RETAINED_START_BYTES + 1), { retain: true });
});

async function topics(query: Record<string, string | number>): Promise<string[]> {
  const { body } = await door.get(withQuery(apiPaths.retained, query));
  return body.items.map(({ topic }: { topic: string }) => topic);
}

const deletion = (filter: string, dryRun: boolean) => withQuery(apiPaths.retained, { filter, dryRun });

describe("the list of retained messages", () => {
  it("gives all but those of $ topics, by topic", async () => {
    expect(await topics({})).toEqual(["factory/1/state", "factory/2/state", "office/plan"]);
  });

  it("takes an MQTT filter, and $ topics when they are named", async () => {
    expect(await topics({ filter: "+/+/state" })).toEqual(["factory/1/state", "factory/2/state"]);
    expect(await topics({ filter: "office/plan" })).toEqual(["office/plan"]);
    expect(await topics({ filter: "$SYS/broker/version" })).toEqual(["$SYS/broker/version"]);
  });

  it("shows how a payload begins, its whole size, and who published it", async () => {
    const { body } = await door.get(withQuery(apiPaths.retained, { filter: "office/#" }));
    expect(body.items[0]).toMatchObject({
      payloadStart: Buffer.from("x".repeat(RETAINED_START_BYTES)).toString("base64"),
      payloadBytes: RETAINED_START_BYTES + 1,
      publisherClientId: "press-7",
      publisherUserName: "anna",
      receivedAt: door.clock.now(),
    });
  });

  it("goes on from page to page", async () => {
    const { body } = await door.get(withQuery(apiPaths.retained, { limit: 2 }));
    expect(body.total).toBe(3);
    expect(await topics({ limit: 2, cursor: body.nextCursor })).toEqual(["office/plan"]);
  });

  it.each(["a/#/b", "a+"])("refuses the filter %s by name", async (filter) => {
    const { status, body } = await door.get(withQuery(apiPaths.retained, { filter }));
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: "/problems/invalid-filter", errors: [{ field: "query.filter" }] });
  });
});

describe("a retained message in full", () => {
  it("has its payload and properties", async () => {
    const { body } = await door.get(withQuery(apiPaths.retainedMessage, { topic: "factory/2/state" }));
    expect(retainedMessage.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      payload: Buffer.from("stop").toString("base64"),
      payloadBytes: 4,
      properties: {
        contentType: "text/plain",
        payloadFormatIndicator: 1,
        correlationData: "AQI=",
        userProperties: [
          ["line", "2"],
          ["line", "two"],
        ],
      },
    });
  });

  it("is not there on another topic", async () => {
    const { status, body } = await door.get(withQuery(apiPaths.retainedMessage, { topic: "factory" }));
    expect([status, body.type]).toEqual([404, "/problems/no-such-retained-message"]);
  });
});

describe("deleting retained messages", () => {
  it("counts first, deletes, and puts back with author, time and properties", async () => {
    const one = withQuery(apiPaths.retainedMessage, { topic: "factory/2/state" });
    const { body: before } = await door.get(one);
    const dry = await door.send("DELETE", deletion("factory/#", true));
    expect(dry.body).toEqual({ matched: 2, matchedBytes: 7, cleared: 0, isUndoable: true });
    expect(await topics({})).toHaveLength(3);

    const { body } = await door.send("DELETE", deletion("factory/#", false));
    expect(body).toMatchObject({ matched: 2, cleared: 2, isUndoable: true });
    expect(await topics({})).toEqual(["office/plan"]);

    door.clock.advance(1);
    const undone = await door.send("POST", `${apiPaths.retainedUndo}/${body.undo.id}`);
    expect(undone.body).toEqual({ restored: 2, kept: 0 });
    expect((await door.get(one)).body).toEqual(before);
  });

  it("leaves alone what is newer than the deleted", async () => {
    const { body } = await door.send("DELETE", deletion("factory/#", false));
    door.connect({ clientId: "press-8" }).publish("factory/1/state", "new", { retain: true });
    const undone = await door.send("POST", `${apiPaths.retainedUndo}/${body.undo.id}`);
    expect(undone.body).toEqual({ restored: 1, kept: 1 });
    const { body: newer } = await door.get(withQuery(apiPaths.retainedMessage, { topic: "factory/1/state" }));
    expect(newer.publisherClientId).toBe("press-8");
  });

  it("undoes once, and not after a while", async () => {
    const first = await door.send("DELETE", deletion("office/#", false));
    expect(first.body.undo.expiresAt).toBe(door.clock.now() + UNDO_SECONDS * 1000);
    door.clock.advance(UNDO_SECONDS);
    const { status, body } = await door.send("POST", `${apiPaths.retainedUndo}/${first.body.undo.id}`);
    expect([status, body.type]).toEqual([404, "/problems/no-such-undo"]);
  });

  it("deletes more than one turn's worth", async () => {
    const filler = door.connect({ clientId: "filler" });
    for (let i = 0; i < 1_203; i++) filler.publish(`many/${i}`, "x", { retain: true });
    const { body } = await door.send("DELETE", deletion("many/+", false));
    expect(body).toMatchObject({ matched: 1_203, cleared: 1_203 });
    const undone = await door.send("POST", `${apiPaths.retainedUndo}/${body.undo.id}`);
    expect(undone.body.restored).toBe(1_203);
    expect((await door.send("DELETE", deletion("many/+", false))).body.cleared).toBe(1_203);
  });

  it.each(["$SYS/#", "$SYS"])("does not touch %s, which is the broker's own", async (filter) => {
    const { status, body } = await door.send("DELETE", deletion(filter, false));
    expect([status, body.type]).toEqual([403, "/problems/reserved-topic"]);
  });

  it("wants a filter", async () => {
    const { status, body } = await door.send("DELETE", apiPaths.retained);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field: "query.filter" }]);
  });
});
