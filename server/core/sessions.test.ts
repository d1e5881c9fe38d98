import { describe, expect, it } from "vitest";
import { createHarness, type Harness } from "./test-support/harness.ts";
import type { TestClient } from "./test-support/test-client.ts";

/** A client with a subscription that has gone; its session lives on for `seconds`. */
function leave({ connect }: Harness, sessionExpiryInterval: number): void {
  const client = connect({ clientId: "s", properties: { sessionExpiryInterval } });
  client.subscribe("t");
  client.drop();
}

function comeBack({ connect }: Harness, asked: { version?: 4 | 5; cleanStart?: boolean } = {}): TestClient {
  return connect({ clientId: "s", cleanStart: false, ...asked });
}

describe("a session", () => {
  it("of expiry 0 ends with its connection [5 MQTT-4.1.0-2]", () => {
    const harness = createHarness();
    leave(harness, 0);
    expect(harness.told("sessionEnded")).toMatchObject([{ clientId: "s", why: "disconnected" }]);
    expect(comeBack(harness).connack?.sessionPresent).toBe(false);
  });

  it("does not expire while its client is connected [5 MQTT-4.1.0-1]", () => {
    const harness = createHarness();
    leave(harness, 60);
    harness.clock.advance(59);
    const client = harness.connect({
      clientId: "s",
      cleanStart: false,
      properties: { sessionExpiryInterval: 60 },
    });
    harness.clock.advance(1000);
    client.drop();
    harness.clock.advance(59.999);
    expect(harness.broker.inside.session("s")).toBeDefined();
    harness.clock.advance(0.001);
    expect(harness.broker.inside.session("s")).toBeUndefined();
  });

  it("ends with the connection that came back without an expiry", () => {
    const harness = createHarness();
    leave(harness, 60);
    const client = comeBack(harness);
    expect(client.connack?.sessionPresent).toBe(true);
    client.drop();
    expect(harness.broker.inside.session("s")).toBeUndefined();
  });

  it("is begun anew by Clean Start, and what waited is gone [5 MQTT-3.1.2-4] [3 MQTT-3.1.2-6]", () => {
    const harness = createHarness();
    leave(harness, 60);
    harness.connect({ clientId: "p" }).publish("t", "x", { qos: 1 });
    const client = comeBack(harness, { cleanStart: true });
    expect([client.connack?.sessionPresent, client.messages()]).toEqual([false, []]);
    expect(harness.broker.inside.info().counters.dropped["session-ended"]).toBe(1);
  });

  it("of 3.1.1 without Clean Session has no end; with it, it ends with its connection [3 MQTT-3.1.2-4] [3 MQTT-3.1.2-5] [3 MQTT-3.2.2-1] [3 MQTT-3.2.2-2]", () => {
    const harness = createHarness();
    const { connect } = harness;
    connect({ clientId: "s", version: 4, cleanStart: false }).disconnect();
    harness.clock.advance(1e9);
    expect(comeBack(harness, { version: 4 }).connack?.sessionPresent).toBe(true);
    expect(comeBack(harness, { version: 4, cleanStart: true }).connack?.sessionPresent).toBe(false);
    expect(comeBack(harness, { version: 4 }).connack?.sessionPresent).toBe(false);
  });

  it("of 3.1.1 ends at the limit that is set", () => {
    const harness = createHarness({ limits: { maximumSessionExpirySeconds: 100 } });
    harness.connect({ clientId: "s", version: 4, cleanStart: false }).disconnect();
    harness.clock.advance(100);
    expect(harness.told("sessionEnded")).toMatchObject([{ why: "expired" }]);
  });

  it("tells of itself from beginning to end", () => {
    const harness = createHarness();
    leave(harness, 60);
    comeBack(harness).drop();
    const about = harness.events.filter(({ type }) => type.startsWith("session"));
    expect(about.map(({ type }) => type)).toEqual(["sessionCreated", "sessionResumed", "sessionEnded"]);
  });
});

describe("DISCONNECT", () => {
  it.each([4, 5] as const)(
    "in version %i ends the connection without an answer [5 MQTT-3.14.4-2] [3 MQTT-3.14.4-1]",
    (version) => {
      const { connect, told } = createHarness();
      const client = connect({ version });
      client.disconnect();
      expect([client.ended, client.takeAll()]).toEqual(["closed", []]);
      expect(told("clientDisconnected")).toMatchObject([{ cause: "normal", reasonCode: 0 }]);
    },
  );

  it("with a reason is shown with it", () => {
    const { connect, told } = createHarness();
    connect().disconnect(4);
    expect(told("clientDisconnected")).toMatchObject([
      { cause: "disconnect-with-will", detail: "DISCONNECT 0x04" },
    ]);
  });
});
