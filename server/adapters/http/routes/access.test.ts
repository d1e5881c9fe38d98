import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openRights } from "../../../rights.ts";
import { StartError } from "../../../start-error.ts";
import { type AccessQuery, accessAnswer, rightsFile, rightsPreview } from "../contract/access.ts";
import { apiPaths, withQuery } from "../contract/paths.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { type Answer, openDoor, type TestDoor } from "../test-support/open-door.ts";

const folder = mkdtempSync(join(tmpdir(), "vitrina-access-"));
const path = join(folder, "rights");
const doors: TestDoor[] = [];

afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A door whose clients have the rights of a file. */
async function openWith(text: string | undefined, changes: Partial<HttpDoorOptions> = {}): Promise<TestDoor> {
  if (text !== undefined) writeFileSync(path, text);
  const rights = openRights(text === undefined ? undefined : path, undefined);
  const reload = (): ReturnType<HttpDoorOptions["reload"]> => {
    try {
      rights.reread()();
    } catch (error) {
      if (error instanceof StartError) return { kind: "failed", reason: error.message };
      throw error;
    }
    door.broker.recheckRights();
    return { kind: "reloaded", disconnected: 0 };
  };
  const door = await openDoor({ rights, reload, ...changes });
  doors.push(door);
  return door;
}

async function ask(door: TestDoor, query: AccessQuery): Promise<Answer["body"]> {
  const { status, body } = await door.get(withQuery(apiPaths.access, query));
  expect(status).toBe(200);
  expect(accessAnswer.parse(body)).toEqual(body);
  return body;
}

async function preview(door: TestDoor, body: object): Promise<Answer["body"]> {
  const answer = await door.send("POST", apiPaths.accessPreview, body);
  expect(answer.status).toBe(200);
  expect(rightsPreview.parse(answer.body)).toEqual(answer.body);
  return answer.body;
}

const RIGHTS = `topic read public/#

user ann
topic readwrite house/#
topic deny house/alarm/#

pattern write devices/%c/state
pattern read $SYS/#
`;

describe("may X do Y?", () => {
  let door: TestDoor;
  beforeAll(async () => {
    writeFileSync(path, RIGHTS);
    door = await openDoor({ rights: openRights(path, undefined) });
  });
  afterAll(() => door.close());

  it("is answered with the line that decides, and how a pattern was filled in", async () => {
    expect(await ask(door, { user: "ann", clientId: "a", action: "publish", topic: "house/x" })).toEqual({
      isAllowed: true,
      reason: {
        code: "line",
        line: {
          line: 4,
          text: "topic readwrite house/#",
          access: "readwrite",
          filter: "house/#",
          isPattern: false,
        },
      },
      partly: { items: [], total: 0 },
      file: path,
    });
    const byPattern = await ask(door, { clientId: "d7", action: "publish", topic: "devices/d7/state" });
    expect(byPattern.reason.line).toMatchObject({
      line: 7,
      text: "pattern write devices/%c/state",
      filter: "devices/d7/state",
      isPattern: true,
    });
  });

  it("is answered with no where no line speaks of it, and tells that no pattern counts", async () => {
    const nobody = await ask(door, { user: "bob", clientId: "b", action: "receive", topic: "house/x" });
    expect(nobody).toMatchObject({ isAllowed: false, reason: { code: "no-line" } });
    const sly = await ask(door, { clientId: "+", action: "publish", topic: "devices/d7/state" });
    expect(sly).toMatchObject({ isAllowed: false, reason: { code: "no-line" }, barredBy: "client-id" });
  });

  it("tells of a filter which lines let a part of it through", async () => {
    const all = await ask(door, { user: "ann", clientId: "a", action: "subscribe", topic: "$share/g/#" });
    expect(all).toMatchObject({ isAllowed: true, reason: { line: { line: 4 } }, partly: { total: 2 } });
    expect(all.partly.items.map(({ line }: { line: number }) => line)).toEqual([5, 4]);
  });

  it("is no for the broker's own topics, whatever a line says", async () => {
    const { isAllowed, reason } = await ask(door, { clientId: "a", action: "publish", topic: "$SYS/x" });
    expect([isAllowed, reason.code]).toEqual([false, "brokers-topic"]);
  });

  it("names the setting that refuses before any right", async () => {
    const narrow = await openWith(RIGHTS, { limits: { maximumTopicLevels: 2 } } as Partial<HttpDoorOptions>);
    for (const action of ["publish", "subscribe"] as const) {
      const { isAllowed, reason } = await ask(narrow, {
        user: "ann",
        clientId: "a",
        action,
        topic: "house/a/b",
      });
      expect([isAllowed, reason.code]).toEqual([false, "setting"]);
      expect(reason.detail).toContain("maximum-topic-levels");
    }
  });

  it("is yes without an ACL file", async () => {
    const open = await openWith(undefined);
    expect(await ask(open, { clientId: "a", action: "publish", topic: "x" })).toEqual({
      isAllowed: true,
      reason: { code: "no-file" },
      partly: { items: [], total: 0 },
    });
    expect((await open.get(apiPaths.accessFile)).body).toEqual({ state: "none" });
  });

  it.each([
    [{ clientId: "a", action: "publish", topic: "a/#" }, "/problems/invalid-topic", "query.topic"],
    [{ clientId: "a", action: "subscribe", topic: "a/#/b" }, "/problems/invalid-filter", "query.topic"],
    [{ clientId: "a", action: "read", topic: "a" }, "/problems/invalid-request", "query.action"],
    [{ action: "publish", topic: "a" }, "/problems/invalid-request", "query.clientId"],
    [{ clientId: "a", action: "publish", topic: "a", qos: "3" }, "/problems/invalid-request", "query.qos"],
  ])("is no question as %j", async (query, type, field) => {
    const { status, body } = await door.get(withQuery(apiPaths.access, query as Record<string, string>));
    expect([status, body.type, body.errors[0].field]).toEqual([400, type, field]);
  });
});

describe("a changed ACL file", () => {
  const BEFORE = "topic readwrite #\nuser ann\ntopic readwrite #\n";
  const AFTER = "topic readwrite open/#\nuser ann\ntopic read #\n";

  /** Somebody who loses each kind of thing. */
  async function setUp(): Promise<TestDoor> {
    const door = await openWith(BEFORE);
    const away = door.connect({ clientId: "away", properties: { sessionExpiryInterval: 60 } });
    away.subscribe("#", "open/+", "$share/g/shut");
    door.broker.inside.actions.disconnect("away");
    door.connect({ clientId: "ann", userName: "ann", will: willOn("hers") }).subscribe("shut");
    const publisher = door.connect({ clientId: "p" });
    publisher.publish("shut", "1", { qos: 1, retain: true });
    publisher.publish("open/a", "2", { qos: 1, retain: true });
    return door;
  }

  it("tells what it would cut off, and does nothing", async () => {
    const door = await setUp();
    const { isSame, source, changes } = await preview(door, { text: AFTER });
    expect([isSame, source]).toEqual([false, "text"]);
    expect(changes).toMatchObject({
      sessions: 2,
      subscriptions: {
        total: 1,
        items: [{ clientId: "away", isConnected: false, filter: "$share/g/shut" }],
      },
      queues: { total: 1, messages: 2, items: [{ clientId: "away", messages: 2 }] },
      retainedSilenced: { total: 1, items: [{ topic: "shut", clientId: "p" }] },
      willsSilenced: { total: 1, items: [{ clientId: "ann", userName: "ann", topic: "hers" }] },
      retainedHeard: { total: 0, items: [] },
      willsHeard: { total: 0, items: [] },
    });
    expect((await door.get(withQuery(apiPaths.session, { clientId: "away" }))).body).toMatchObject({
      subscriptions: 3,
      queuedMessages: 3,
    });
  });

  it("does what was told when it is made to count, and the way back is told too", async () => {
    const door = await setUp();
    writeFileSync(path, AFTER);
    const file = (await door.get(apiPaths.accessFile)).body;
    expect(rightsFile.parse(file)).toEqual({ state: "changed", path, text: BEFORE, onDisk: AFTER });
    const { source, changes } = await preview(door, {});
    expect([source, changes.queues.messages]).toEqual(["disk", 2]);
    expect(await door.send("POST", apiPaths.reload)).toEqual({ status: 200, body: { disconnected: 0 } });
    const { body } = await door.get(withQuery(apiPaths.session, { clientId: "away" }));
    expect(body).toMatchObject({ subscriptions: 2, queuedMessages: 1, dropped: 2 });
    const back = await preview(door, { text: BEFORE });
    expect(back.changes).toMatchObject({
      sessions: 0,
      retainedHeard: { total: 1, items: [{ topic: "shut", line: { line: 1 } }] },
      willsHeard: { total: 1, items: [{ clientId: "ann", line: { line: 3 } }] },
    });
    const late = door.connect({ clientId: "late", userName: "ann" });
    late.subscribe("#");
    expect(late.messages()).toEqual(["open/a=2"]);
  });

  it("shows the first of a long list, and counts all", async () => {
    const door = await openWith(BEFORE);
    const many = Array.from({ length: 12 }, (_, index) => `t/${index}`);
    door.connect({ clientId: "c" }).subscribe(...many);
    const { changes } = await preview(door, { text: "", limit: 5 });
    expect([changes.subscriptions.items.length, changes.subscriptions.total]).toEqual([5, 12]);
  });

  it("that cannot be read is told by line, and does not come to count", async () => {
    const door = await openWith(BEFORE);
    const broken = "topics a\ntopic read a/#/b\n";
    const { problems, changes } = await preview(door, { text: broken });
    expect([problems.total, problems.items.map(({ line }: { line: number }) => line), changes]).toEqual([
      2,
      [1, 2],
      undefined,
    ]);
    writeFileSync(path, broken);
    const { status, body } = await door.send("POST", apiPaths.reload);
    expect([status, body.type]).toEqual([409, "/problems/reload-failed"]);
    expect(body.detail).toContain(`${path}, line 1`);
    expect(await ask(door, { clientId: "a", action: "publish", topic: "x" })).toMatchObject({
      isAllowed: true,
    });
    rmSync(path);
    expect((await door.get(apiPaths.accessFile)).body).toMatchObject({ state: "unreadable", text: BEFORE });
    expect((await door.send("POST", apiPaths.accessPreview, {})).body.type).toBe(
      "/problems/acl-file-unreadable",
    );
  });

  it("may be tried where none counts yet, and asked for by its name only where there is one", async () => {
    const door = await openWith(undefined);
    door.connect({ clientId: "c" }).subscribe("a");
    expect((await preview(door, { text: "topic read b" })).changes.subscriptions.total).toBe(1);
    expect(await door.send("POST", apiPaths.accessPreview, {})).toMatchObject({
      status: 404,
      body: { type: "/problems/no-acl-file" },
    });
  });

  it("is asked about in turns with everything else, however many subscriptions there are", async () => {
    const door = await openWith(BEFORE);
    const client = door.connect({ clientId: "c" });
    for (let at = 0; at < 100_000; at += 1000) {
      client.subscribe(...Array.from({ length: 1000 }, (_, index) => `t/${at + index}`));
    }
    let isDone = false;
    const asked = preview(door, { text: "", limit: 1 }).finally(() => {
      isDone = true;
    });
    let answers = 0;
    while (!isDone) {
      await door.get(apiPaths.accessFile);
      answers++;
    }
    expect((await asked).changes.subscriptions.total).toBe(100_000);
    expect(answers).toBeGreaterThan(2);
  });
});

function willOn(topic: string) {
  return { topic, payload: Buffer.from("gone"), qos: 0, retain: false, properties: {} } as const;
}
