import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { createHarness, type HarnessOptions } from "./test-support/harness.ts";
import { publishPacket } from "./test-support/packets.ts";

const NEVER = 0xffff_ffff;
const DAY = 24 * 3600;
const CENTURY = 100 * 365 * DAY;

/** A client with something of everything in its session, and how it comes back. */
function setUp(sessionExpiryInterval: number, options: HarnessOptions = {}) {
  const house = createHarness(options);
  const client = house.connect({ clientId: "s", properties: { sessionExpiryInterval, receiveMaximum: 1 } });
  client.subscribe("t");
  const publisher = house.connect({ clientId: "p" });
  for (const payload of ["in flight", "queued"]) publisher.publish("t", payload, { qos: 1 });
  client.send(publishPacket({ topic: "other", qos: 2, packetId: 7 }));
  const comeBack = (cleanStart = false) => {
    const back = house.connect({ clientId: "s", cleanStart, properties: { sessionExpiryInterval: 60 } });
    const { subscriptions, inflightIn } = house.broker.inside.session("s") ?? {};
    const messages = back.take(PacketType.Publish).map(({ dup }) => (dup ? "again" : "first time"));
    return { isPresent: back.connack?.sessionPresent, subscriptions, inflightIn, messages };
  };
  return { ...house, client, comeBack };
}

const KEPT = { isPresent: true, subscriptions: 1, inflightIn: 1, messages: ["again", "first time"] };
const GONE = { isPresent: false, subscriptions: 0, inflightIn: 0, messages: [] };

describe("the state of a session", () => {
  it.each([
    [0, 0, GONE],
    [1, 0.999, KEPT],
    [1, 1, GONE],
    [60, 0, KEPT],
    [60, 59.999, KEPT],
    [60, 60, GONE],
    [60, 60.001, GONE],
    [60, CENTURY, GONE],
    [40 * DAY, 40 * DAY - 0.001, KEPT],
    [40 * DAY, 40 * DAY, GONE],
    [NEVER - 1, NEVER - 1.001, KEPT],
    [NEVER - 1, NEVER - 1, GONE],
    [NEVER, 2 * CENTURY, KEPT],
  ])(
    "of expiry %d s is, on return after %d s, as it was or gone [5 MQTT-3.1.2-23] [5 MQTT-4.1.0-2] [5 MQTT-3.2.2-2] [5 MQTT-3.2.2-3]",
    (expiry, seconds, state) => {
      const { client, clock, comeBack } = setUp(expiry);
      client.drop();
      clock.advance(seconds);
      expect(comeBack()).toEqual(state);
    },
  );

  it.each([0, 60, NEVER])("of expiry %d s is gone when its client begins anew [5 MQTT-3.1.2-4]", (expiry) => {
    const { client, comeBack } = setUp(expiry);
    client.drop();
    expect(comeBack(true)).toEqual(GONE);
  });

  it.each([0, 60, NEVER])(
    "of expiry %d s is there while its client is connected [5 MQTT-4.1.0-1]",
    (expiry) => {
      const { clock, broker } = setUp(expiry);
      clock.advance(CENTURY);
      expect(broker.inside.session("s")).toMatchObject({
        isConnected: true,
        subscriptions: 1,
        queuedMessages: 1,
      });
    },
  );
});

describe("DISCONNECT with a Session Expiry Interval", () => {
  it.each([
    [60, 0, 0],
    [60, 10, 10],
    [60, 600, 600],
    [60, NEVER, undefined],
    [NEVER, 10, 10],
    [NEVER, 0, 0],
    [NEVER, NEVER, undefined],
    [0, 0, 0],
  ])("changes %d s to %d s [5 MQTT-3.1.2-23]", (before, asked, lives) => {
    const { client, clock, broker, told } = setUp(before);
    client.disconnect(0, { sessionExpiryInterval: asked });
    expect(told("clientDisconnected")).toMatchObject([{ cause: "normal" }]);
    if (lives === undefined) clock.advance(CENTURY);
    else if (lives > 0) clock.advance(lives - 0.001);
    expect(broker.inside.session("s") !== undefined).toBe(lives !== 0);
    if (lives === undefined || lives === 0) return;
    clock.advance(0.001);
    expect(broker.inside.session("s")).toBeUndefined();
  });

  it.each([1, NEVER])("cannot make %d s of 0 s: a protocol error, and the session ends", (asked) => {
    const { client, broker, told } = setUp(0);
    client.disconnect(0, { sessionExpiryInterval: asked });
    expect(client.ended).toBe(ReasonCode.ProtocolError);
    expect(told("clientDisconnected")).toMatchObject([{ cause: "protocol-error" }]);
    expect(broker.inside.session("s")).toBeUndefined();
  });

  it.each([
    [100, 100, undefined],
    [101, 100, 100],
    [NEVER, 100, 100],
  ])("and CONNECT too are bounded: %d s asked are %d s, and CONNACK says %s", (asked, granted, said) => {
    const { client, broker, clock } = setUp(asked, { limits: { maximumSessionExpirySeconds: 100 } });
    expect(client.connack?.properties.sessionExpiryInterval).toBe(said);
    client.disconnect(0, { sessionExpiryInterval: asked });
    expect(broker.inside.session("s")?.expiresAt).toBe(clock.now() + granted * 1000);
  });

  it("counts from the end of the connection, not from CONNECT", () => {
    const { client, broker, clock } = setUp(60);
    clock.advance(1000);
    client.disconnect();
    expect(broker.inside.session("s")?.expiresAt).toBe(clock.now() + 60_000);
  });
});

it("a session that is left again and again has one end, counted from the last time", () => {
  const { client, broker, clock, connect, told } = setUp(60);
  client.drop();
  for (let times = 0; times < 5; times++) {
    clock.advance(59);
    connect({ clientId: "s", cleanStart: false, properties: { sessionExpiryInterval: 60 } }).drop();
  }
  clock.advance(59.999);
  expect(broker.inside.session("s")).toBeDefined();
  clock.advance(0.001);
  expect(told("sessionEnded")).toMatchObject([{ clientId: "s", why: "expired" }]);
  expect(broker.inside.info().counters.sessionsExpired).toBe(1);
});
