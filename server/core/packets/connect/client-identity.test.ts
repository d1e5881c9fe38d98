import { describe, expect, it } from "vitest";
import { PacketType } from "../../../../protocol/packets.ts";
import { createHarness, type Harness } from "../../test-support/harness.ts";
import { connectPacket } from "../../test-support/packets.ts";
import type { TestClient } from "../../test-support/test-client.ts";

const LETTERS_AND_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LONGEST_ALWAYS_ALLOWED = 23;

describe.each([4, 5] as const)("the client id in version %i", (version) => {
  const properties = version === 5 ? { sessionExpiryInterval: 60 } : {};
  const connectTo = ({ connect }: Harness, clientId: string, cleanStart = false): TestClient =>
    connect({ version, clientId, cleanStart, properties });

  it("names the session, and no other comes near it [5 MQTT-3.1.3-2] [3 MQTT-3.1.3-2]", () => {
    const harness = createHarness();
    for (const clientId of ["a", "A", "a "]) {
      const client = connectTo(harness, clientId);
      client.subscribe(`of/${clientId}`);
      client.drop();
    }
    for (const clientId of ["a", "A", "a "]) {
      harness.connect({ clientId: "p" }).publish(`of/${clientId}`, "x", { qos: 1 });
    }
    for (const clientId of ["a", "A", "a "]) {
      expect(connectTo(harness, clientId).messages()).toEqual([`of/${clientId}=x`]);
    }
  });

  it("may be any of 1 to 23 letters and digits [5 MQTT-3.1.3-5] [3 MQTT-3.1.3-5]", () => {
    const harness = createHarness();
    const ids = Array.from({ length: LETTERS_AND_DIGITS.length }, (_, at) => {
      const length = 1 + (at % LONGEST_ALWAYS_ALLOWED);
      return (LETTERS_AND_DIGITS.slice(at) + LETTERS_AND_DIGITS).slice(0, length);
    });
    expect(ids.map((clientId) => connectTo(harness, clientId).connack?.reasonCode)).toEqual(ids.map(() => 0));
  });

  it("with a clean start begins a session anew, without it goes on [5 MQTT-3.1.4-4] [3 MQTT-3.1.4-3]", () => {
    const harness = createHarness();
    const isKnown = (cleanStart: boolean): boolean | undefined => {
      const client = connectTo(harness, "c", cleanStart);
      client.drop();
      return client.connack?.sessionPresent;
    };
    expect([isKnown(false), isKnown(false)]).toEqual([false, true]);
    connectTo(harness, "c").subscribe("t");
    expect(harness.broker.inside.session("c")?.subscriptions).toBe(1);
    connectTo(harness, "c", true);
    expect(harness.broker.inside.session("c")?.subscriptions).toBe(0);
  });

  it("that is new has no session present [5 MQTT-3.2.2-3] [3 MQTT-3.2.2-3]", () => {
    const { connack } = connectTo(createHarness(), "c");
    expect(connack).toMatchObject({ sessionPresent: false, reasonCode: 0 });
  });
});

it.each([4, 5] as const)("of version %i hears CONNACK first [5 MQTT-3.2.0-1] [3 MQTT-3.2.0-1]", (version) => {
  const { connect, open } = createHarness();
  const clientId = "s";
  const properties = version === 5 ? { sessionExpiryInterval: 60 } : {};
  const subscriber = connect({ version, clientId, cleanStart: false, properties });
  subscriber.subscribe("t");
  subscriber.drop();
  connect({ clientId: "p" }).publish("t", "x", { qos: 1 });
  const again = open(version);
  again.send(connectPacket({ version, clientId, cleanStart: false }), { type: PacketType.Pingreq });
  expect(again.takeAll().map(({ type }) => type)).toEqual([
    PacketType.Connack,
    PacketType.Publish,
    PacketType.Pingresp,
  ]);
});
