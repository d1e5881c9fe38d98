import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiPaths, withQuery } from "../contract/paths.ts";
import { endedWill, will } from "../contract.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";

let door: TestDoor;

beforeAll(async () => {
  door = await openDoor();
});

afterAll(() => door.close());

function connectWithWill(clientId: string, delaySeconds: number) {
  return door.connect({
    clientId,
    properties: { sessionExpiryInterval: 3600 },
    will: {
      topic: `state/${clientId}`,
      payload: Buffer.from("gone"),
      qos: 1,
      retain: true,
      properties: delaySeconds === 0 ? {} : { willDelayInterval: delaySeconds },
    },
  });
}

describe("wills", () => {
  it("are armed, wait with the time left, and end with their cause", async () => {
    connectWithWill("armed", 0);
    connectWithWill("late", 60).drop();
    connectWithWill("later", 90).drop();
    door.clock.advance(10);
    const { body } = await door.get(apiPaths.wills);
    for (const item of body.items) expect(will.parse(item)).toEqual(item);
    expect(body.items).toMatchObject([
      { clientId: "late", state: "delayed", dueInMilliseconds: 50_000, cause: "connection-lost" },
      { clientId: "later", state: "delayed", dueInMilliseconds: 80_000 },
      { clientId: "armed", state: "armed", payload: "Z29uZQ==", payloadBytes: 4, retain: true },
    ]);
    expect(body.items[2].dueAt).toBeUndefined();

    const delayed = await door.get(withQuery(apiPaths.wills, { state: "delayed", filter: "LATER" }));
    expect(delayed.body).toMatchObject({ total: 1, items: [{ clientId: "later" }] });

    door.clock.advance(51);
    connectWithWill("polite", 0).disconnect();
    const { body: ended } = await door.get(apiPaths.endedWills);
    for (const item of ended.items) expect(endedWill.parse(item)).toEqual(item);
    expect(ended.items).toMatchObject([
      { clientId: "polite", outcome: "cleared", cause: "normal" },
      { clientId: "late", outcome: "fired", topic: "state/late", payload: "Z29uZQ==" },
    ]);
    expect((await door.get(withQuery(apiPaths.endedWills, { limit: 1 }))).body).toMatchObject({ total: 2 });
  });
});
