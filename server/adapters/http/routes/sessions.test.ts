import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PacketType } from "../../../../protocol/packets.ts";
import { apiPaths, withQuery } from "../contract/paths.ts";
import { sessionSort } from "../contract/requests.ts";
import { sessionDetail } from "../contract/sessions.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";

const NEVER = 0xffff_ffff;
const ODD_IDS = ["a/b", "..", ".", "?x=1&y#z", "50%", "ä ö/🦆", "~"];

let door: TestDoor;

beforeAll(async () => {
  door = await openDoor();
  door.connect({ clientId: "press-7", userName: "Anna", keepAliveSeconds: 30 }, "10.1.4.7");
  door.connect({ clientId: "oven-1", version: 4, cleanStart: false }, "10.1.4.8").subscribe({
    filter: "factory/#",
    qos: 1,
  });
  const away = door.connect({ clientId: "away-2", properties: { sessionExpiryInterval: NEVER } }, "10.1.4.9");
  away.subscribe({ filter: "factory/+/temperature", qos: 1 });
  away.disconnect();
});

afterAll(() => door.close());

async function ids(query: Record<string, string | number>): Promise<string[]> {
  const { body } = await door.get(withQuery(apiPaths.sessions, query));
  return body.items.map(({ clientId }: { clientId: string }) => clientId);
}

describe("the list of sessions", () => {
  it("gives all by client id, and how many", async () => {
    const { status, body } = await door.get(apiPaths.sessions);
    expect(status).toBe(200);
    expect(body.total).toBe(3);
    expect(body.nextCursor).toBeUndefined();
    expect(await ids({})).toEqual(["away-2", "oven-1", "press-7"]);
  });

  it.each([
    [{ filter: "PRESS" }, ["press-7"]],
    [{ filter: "anna" }, ["press-7"]],
    [{ filter: "10.1.4.8" }, ["oven-1"]],
    [{ filter: "nobody" }, []],
    [{ connected: "false" }, ["away-2"]],
    [{ connected: "true" }, ["oven-1", "press-7"]],
    [{ durable: "true" }, ["away-2", "oven-1"]],
    [{ durable: "false", filter: "7" }, ["press-7"]],
  ])("takes the filter %j", async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it.each(sessionSort.options)("sorts by %s both ways", async (sort) => {
    const up = await ids({ sort });
    expect(up.toSorted()).toEqual(["away-2", "oven-1", "press-7"]);
    expect((await ids({ sort, order: "desc" })).toSorted()).toEqual(up.toSorted());
  });

  it("sorts by a column of CONNECT", async () => {
    expect(await ids({ sort: "keepAliveSeconds", order: "desc" })).toEqual(["press-7", "away-2", "oven-1"]);
    expect((await ids({ sort: "version" }))[0]).toBe("oven-1");
  });

  it("goes on from page to page", async () => {
    const first = await door.get(withQuery(apiPaths.sessions, { limit: 2 }));
    const second = await door.get(withQuery(apiPaths.sessions, { limit: 2, cursor: first.body.nextCursor }));
    expect(first.body.items).toHaveLength(2);
    expect(second.body.items.map(({ clientId }: { clientId: string }) => clientId)).toEqual(["press-7"]);
    expect(second.body.nextCursor).toBeUndefined();
  });

  it.each([
    ["limit=0", "query.limit"],
    ["limit=1001", "query.limit"],
    ["limit=many", "query.limit"],
    ["sort=colour", "query.sort"],
    ["order=up", "query.order"],
    ["connected=yes", "query.connected"],
  ])("names the field when %s does not fit", async (query, field) => {
    const { status, body } = await door.get(`${apiPaths.sessions}?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: "/problems/invalid-request", errors: [{ field }] });
    expect(body.detail).toContain(field);
  });

  it("refuses a cursor that is none", async () => {
    const { status, body } = await door.get(`${apiPaths.sessions}?cursor=x`);
    expect([status, body.type]).toEqual([400, "/problems/invalid-cursor"]);
  });
});

describe("a session in full", () => {
  it("shows what CONNECT asked for beside what was granted", async () => {
    const { body } = await door.get(withQuery(apiPaths.session, { clientId: "press-7" }));
    expect(sessionDetail.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      isConnected: true,
      isDurable: false,
      userName: "Anna",
      peer: { transport: "tcp", address: "10.1.4.7" },
      connect: {
        version: 5,
        cleanStart: true,
        keepAliveSeconds: 30,
        sessionPresent: false,
        hasUserName: true,
      },
    });
  });

  it("shows what waits, durable subscriptions, an expiry that never comes and the last disconnect", async () => {
    door.connect({ clientId: "sensor" }).publish("factory/1/temperature", "21.5", { qos: 1 });
    const { body } = await door.get(withQuery(apiPaths.session, { clientId: "away-2" }));
    expect(body).toMatchObject({
      isConnected: false,
      connect: { sessionExpirySeconds: "unlimited" },
      queuedMessages: 1,
      subscriptionList: [{ filter: "factory/+/temperature", qos: 1, isDurable: true }],
      lastDisconnect: { cause: "normal" },
    });
    expect(body.expiresAt).toBeUndefined();
    await door.send("DELETE", withQuery(apiPaths.session, { clientId: "sensor" }));
  });

  it.each(ODD_IDS)("is found by the client id %j", async (clientId) => {
    door.connect({ clientId });
    const path = withQuery(apiPaths.session, { clientId });
    expect((await door.get(path)).body.clientId).toBe(clientId);
    expect((await door.send("DELETE", path)).body).toEqual({ clientId });
    expect((await door.get(path)).status).toBe(404);
  });

  it("is found by the longest client id that fits into a CONNECT", async () => {
    const clientId = "ä".repeat(32_750);
    door.connect({ clientId });
    const path = withQuery(apiPaths.session, { clientId });
    expect((await door.send("DELETE", path)).body.clientId).toHaveLength(clientId.length);
  });

  it("says where to look when there is none", async () => {
    const { status, body } = await door.get(withQuery(apiPaths.session, { clientId: "nobody" }));
    expect([status, body.type]).toEqual([404, "/problems/no-such-session"]);
    expect(body.detail).toContain(apiPaths.sessions);
  });
});

describe("what an operator does to a session", () => {
  it("shows what its client was warned of", async () => {
    const client = door.connect(
      { clientId: "hasty", properties: { sessionExpiryInterval: NEVER } },
      "10.1.4.7",
    );
    for (let packetId = 1; packetId <= 1001; packetId++) client.publish("t", "x", { qos: 2, packetId });
    const { body } = await door.get(withQuery(apiPaths.session, { clientId: "hasty" }));
    expect(sessionDetail.parse(body).warnings).toMatchObject([
      { code: "receive-maximum-exceeded", detail: expect.stringContaining("1000") },
    ]);
  });

  it("disconnects its client with 0x98, and keeps a durable session", async () => {
    const client = door.connect({ clientId: "kicked", properties: { sessionExpiryInterval: 60 } });
    const path = withQuery(apiPaths.sessionDisconnect, { clientId: "kicked" });
    expect(await door.send("POST", path)).toEqual({ status: 200, body: { clientId: "kicked" } });
    door.clock.endTick();
    expect(client.take(PacketType.Disconnect)).toMatchObject([{ reasonCode: 0x98 }]);
    const again = await door.send("POST", path);
    expect([again.status, again.body.type]).toEqual([409, "/problems/not-connected"]);
  });

  it("ends it", async () => {
    const path = withQuery(apiPaths.session, { clientId: "kicked" });
    expect((await door.send("DELETE", path)).status).toBe(200);
    const again = await door.send("DELETE", path);
    expect([again.status, again.body.type]).toEqual([404, "/problems/no-such-session"]);
    const disconnect = withQuery(apiPaths.sessionDisconnect, { clientId: "kicked" });
    expect((await door.send("POST", disconnect)).status).toBe(404);
  });
});
