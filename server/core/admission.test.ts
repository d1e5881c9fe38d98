import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { createHarness } from "./test-support/harness.ts";
import { connectPacket } from "./test-support/packets.ts";

/** One connection at a time of one address. */
const ALONE = { limits: { maximumConnectionsPerAddress: 1 } };

describe("an address that has all the connections it may have", () => {
  it("is refused one more with 0x97 and the setting's name, and nobody is asked who it is", () => {
    const asked: unknown[] = [];
    const authenticator = {
      methods: new Map(),
      identify: () => ({ kind: "accepted", userName: String(asked.push("asked")) }) as const,
    };
    const { connect, told } = createHarness({ ...ALONE, authenticator });
    connect({ clientId: "a" }, "192.0.2.1");
    expect(connect({ clientId: "b" }, "192.0.2.1").connack).toMatchObject({
      reasonCode: ReasonCode.QuotaExceeded,
      properties: { reasonString: expect.stringContaining("maximum-connections-per-address") },
    });
    expect(asked).toHaveLength(1);
    expect(told("clientRefused")).toMatchObject([
      { clientId: "b", reason: expect.stringContaining("maximum-connections-per-address") },
    ]);
  });

  it("is answered as 3.1.1 has it", () => {
    const { connect } = createHarness(ALONE);
    connect({}, "192.0.2.1");
    expect(connect({ version: 4, clientId: "b" }, "192.0.2.1").connack?.reasonCode).toBe(3);
  });

  it("keeps nobody else out", () => {
    const { connect } = createHarness(ALONE);
    connect({ clientId: "a" }, "192.0.2.1");
    expect(connect({ clientId: "b" }, "192.0.2.2").connack?.reasonCode).toBe(0);
  });

  it("may have another one when one has gone", () => {
    const { connect } = createHarness(ALONE);
    connect({ clientId: "a" }, "192.0.2.1").drop();
    expect(connect({ clientId: "b" }, "192.0.2.1").connack?.reasonCode).toBe(0);
  });

  it("is a whole network of 64 bits in IPv6", () => {
    const { connect } = createHarness(ALONE);
    connect({ clientId: "a" }, "2001:db8::1");
    expect(connect({ clientId: "b" }, "2001:db8::2").connack?.reasonCode).toBe(ReasonCode.QuotaExceeded);
    expect(connect({ clientId: "c" }, "2001:db8:0:1::1").connack?.reasonCode).toBe(0);
  });

  it("is not this machine, through which a proxy brings everybody", () => {
    const { connect } = createHarness(ALONE);
    const codes = ["a", "b", "c"].map((clientId) => connect({ clientId }, "127.0.0.1").connack?.reasonCode);
    expect(codes).toEqual([0, 0, 0]);
  });
});

describe("more connects than a second may have", () => {
  const HURRIED = { limits: { maximumConnectsPerSecond: 2 } };

  it("are refused with 0x9F, until time has passed", () => {
    const { connect, clock } = createHarness(HURRIED);
    const codes = ["a", "b", "c"].map((clientId) => connect({ clientId }).connack?.reasonCode);
    expect(codes).toEqual([0, 0, ReasonCode.ConnectionRateExceeded]);
    clock.advance(0.5);
    expect(connect({ clientId: "d" }).connack?.reasonCode).toBe(0);
  });

  it("are counted by the limit's name", () => {
    const { connect, broker } = createHarness(HURRIED);
    for (const clientId of ["a", "b", "c"]) connect({ clientId });
    expect(broker.inside.info().counters.heldBack).toMatchObject({
      "maximum-connects-per-second": 1,
      "maximum-connections-per-address": 0,
    });
  });

  it("leave those who are in alone", () => {
    const { connect } = createHarness(HURRIED);
    const first = connect({ clientId: "a" });
    for (const clientId of ["b", "c", "d"]) connect({ clientId });
    first.send({ type: PacketType.Pingreq });
    expect([first.ended, first.take(PacketType.Pingresp).length]).toEqual(["open", 1]);
  });

  it("are closed unheard when a hundred already wait to be told", () => {
    const { open, told } = createHarness({ limits: { maximumConnectsPerSecond: 1 } });
    const clients = Array.from({ length: 102 }, () => open());
    expect(clients.map(({ wire }) => wire.isEnded).lastIndexOf(false)).toBe(100);
    expect(told("clientRefused")).toHaveLength(1);
    clients[1]?.send(connectPacket());
    expect(open().wire.isEnded).toBe(false);
  });

  it("cost no more than the time for CONNECT when they say nothing", () => {
    const { open, clock } = createHarness({
      limits: { maximumConnectsPerSecond: 1, connectTimeoutSeconds: 5 },
    });
    open();
    const second = open();
    clock.advance(5);
    expect(second.ended).toBe("closed");
  });
});

describe("a listener with limits of its own", () => {
  const listenerLimits = new Map([["mqtt", { maximumConnections: 1, maximumPacketBytes: 1000 }]]);

  it("refuses one more with 0x89 and its name, and takes another one when one has gone", () => {
    const { connect } = createHarness({ listenerLimits });
    const first = connect({ clientId: "a" });
    const second = connect({ clientId: "b" });
    expect(second.connack).toMatchObject({
      reasonCode: ReasonCode.ServerBusy,
      properties: { reasonString: expect.stringContaining("the listener mqtt (maximum-connections)") },
    });
    for (const each of [first, second]) each.drop();
    expect(connect({ clientId: "c" }).connack?.reasonCode).toBe(0);
  });

  it("announces its own packet size, and ends who sends more", () => {
    const { connect } = createHarness({ listenerLimits });
    const client = connect();
    expect(client.connack?.properties.maximumPacketSize).toBe(1000);
    client.publish("a", "x".repeat(1000));
    expect(client.take(PacketType.Disconnect)).toMatchObject([{ reasonCode: ReasonCode.PacketTooLarge }]);
  });

  it("leaves those of other listeners to the limits of all", () => {
    const others = new Map([["garden", { maximumConnections: 1, maximumPacketBytes: 1000 }]]);
    const { connect } = createHarness({ listenerLimits: others, limits: { maximumPacketBytes: 5000 } });
    connect({ clientId: "a" });
    expect(connect({ clientId: "b" }).connack).toMatchObject({
      reasonCode: 0,
      properties: { maximumPacketSize: 5000 },
    });
  });
});
