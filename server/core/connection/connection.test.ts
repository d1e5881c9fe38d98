import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { connectPacket, publishPacket } from "../test-support/packets.ts";

const PINGREQ = [0xc0, 0];

describe("a network connection before CONNECT", () => {
  it("ends at a first packet that is not CONNECT, without an answer [5 MQTT-3.1.0-1] [3 MQTT-3.1.0-1]", () => {
    const { open, told } = createHarness();
    const client = open();
    client.sendBytes(...PINGREQ);
    expect([client.ended, client.takeAll()]).toEqual(["closed", []]);
    expect(told("clientRefused")[0]?.reason).toContain("the first packet must be CONNECT");
  });

  it("ends when no CONNECT has come in time", () => {
    const { open, clock, told } = createHarness({ limits: { connectTimeoutSeconds: 10 } });
    const client = open();
    client.sendBytes(0x10);
    clock.advance(9.999);
    expect(client.ended).toBe("open");
    clock.advance(0.001);
    expect(client.ended).toBe("closed");
    expect(told("clientRefused")[0]?.reason).toContain("connect-timeout-seconds");
  });

  it("is left alone by the time limit once CONNECT was accepted", () => {
    const { connect, clock } = createHarness();
    const client = connect();
    clock.advance(100);
    expect(client.ended).toBe("open");
  });

  it("ends at the header of a packet over 64 KiB, whatever it is", () => {
    const { open, told } = createHarness();
    const client = open();
    client.sendBytes(0x10, 0xfe, 0xff, 0x03);
    expect(client.ended).toBe("closed");
    expect(told("clientRefused")[0]).toMatchObject({ reasonCode: ReasonCode.PacketTooLarge });
  });

  it("takes a CONNECT of 64 KiB", () => {
    const { open } = createHarness();
    const client = open();
    client.send(connectPacket({ userName: "u", password: new Uint8Array(65_000) }));
    expect(client.take(PacketType.Connack)[0]?.reasonCode).toBe(0);
  });

  it("says who closed it when the client goes away first", () => {
    const { open, told } = createHarness();
    open(5, "10.0.0.9").drop();
    expect(told("clientRefused")).toMatchObject([
      {
        clientId: undefined,
        peer: { address: "10.0.0.9" },
        reason: expect.stringContaining("before CONNECT"),
      },
    ]);
  });
});

describe("a connected client", () => {
  it("ends at a second CONNECT with 0x82 [5 MQTT-3.1.0-2]", () => {
    const client = createHarness().connect();
    client.send(connectPacket());
    expect(client.ended).toBe(ReasonCode.ProtocolError);
  });

  it.each([
    ["of an unknown version", [0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 9, 2, 0, 0, 0, 0, 0]],
    ["of an unknown protocol", [0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x55, 5, 2, 0, 0, 0, 0, 0]],
    ["that is cut off", [0x10, 1, 0]],
  ])("ends at a second CONNECT %s with 0x82 [5 MQTT-3.1.0-2]", (_kind, bytes) => {
    const { connect } = createHarness();
    const client = connect();
    client.sendBytes(...bytes);
    expect(client.take(PacketType.Disconnect)[0]?.reasonCode).toBe(ReasonCode.ProtocolError);
    expect(client.ended).toBe("closed");
  });

  it("ends at a second CONNECT without a word in 3.1.1 [3 MQTT-3.1.0-2]", () => {
    const client = createHarness().connect({ version: 4 });
    client.send(connectPacket({ version: 4 }));
    expect(client.ended).toBe("closed");
  });

  it("ends at the header of a packet over the limit with 0x95", () => {
    const client = createHarness({ limits: { maximumPacketBytes: 1000 } }).connect();
    client.sendBytes(0x30, 0xff, 0xff, 0xff, 0x7f);
    expect(client.ended).toBe(ReasonCode.PacketTooLarge);
  });

  it("ends at a packet that only a server sends", () => {
    const client = createHarness().connect();
    client.sendBytes(0xd0, 0);
    expect(client.ended).toBe(ReasonCode.ProtocolError);
  });

  it("ends at AUTH, which nobody asked for [5 MQTT-4.12.0-7]", () => {
    const client = createHarness().connect();
    client.sendBytes(0xf0, 0);
    expect(client.ended).toBe(ReasonCode.ProtocolError);
  });

  it("is told what it did wrong, and so is the operator [5 MQTT-4.13.1-1] [3 MQTT-4.8.0-1]", () => {
    const { connect, told } = createHarness();
    const client = connect({ clientId: "c" });
    client.sendBytes(0x36, 2, 0, 0);
    expect(client.ended).toBe(ReasonCode.MalformedPacket);
    expect(told("clientDisconnected")).toMatchObject([
      {
        clientId: "c",
        cause: "protocol-error",
        reasonCode: ReasonCode.MalformedPacket,
        detail: expect.stringContaining("MQTT-3.3.1-4"),
      },
    ]);
  });

  it("is not heard behind its error, nor behind its DISCONNECT", () => {
    const { connect, told } = createHarness({ wantsMessages: true });
    const publish = encode(publishPacket(), 5);
    connect({ clientId: "a" }).sendBytes(0x36, 2, 0, 0, ...publish);
    connect({ clientId: "b" }).sendBytes(0xe0, 0, ...publish);
    expect(told("messageReceived")).toEqual([]);
  });

  it("gets PINGRESP for PINGREQ [5 MQTT-3.12.4-1] [3 MQTT-3.12.4-1]", () => {
    const client = createHarness().connect();
    client.sendBytes(...PINGREQ, ...PINGREQ);
    expect(client.take(PacketType.Pingresp)).toHaveLength(2);
  });

  it("may send its packets in pieces of a byte", () => {
    const { connect } = createHarness();
    const [subscriber, publisher] = [connect({ clientId: "s" }), connect({ clientId: "p" })];
    subscriber.subscribe("t");
    for (const byte of encode(publishPacket({ payload: "whole" }), 5)) publisher.sendBytes(byte);
    expect(subscriber.messages()).toEqual(["t=whole"]);
  });

  it("is lost when its network connection closes, with the reason of the transport", () => {
    const { connect, told } = createHarness();
    connect({ clientId: "c" }).handler.onClosed(new Error("ECONNRESET"));
    expect(told("clientDisconnected")).toMatchObject([{ cause: "connection-lost", detail: "ECONNRESET" }]);
  });

  it("leaves nothing behind when the wire closes after the broker has", () => {
    const { connect, told, broker } = createHarness();
    const client = connect();
    client.sendBytes(0x36, 2, 0, 0);
    client.drop();
    expect(told("clientDisconnected")).toHaveLength(1);
    expect(broker.inside.info().gauges).toMatchObject({ connections: 0, clientsConnected: 0, sessions: 0 });
  });

  it("costs only itself when an answer is larger than it takes [5 MQTT-3.1.2-24]", () => {
    const { connect } = createHarness();
    const client = connect({ properties: { maximumPacketSize: 40 } });
    client.subscribe(...Array.from({ length: 50 }, (_, at) => `t/${at}`));
    expect(client.ended).toBe(ReasonCode.PacketTooLarge);
  });
});

describe("an error of the broker's own", () => {
  it("costs one connection, and is told loudly [3 MQTT-4.8.0-2]", () => {
    const acl = {
      mayPublish: (): boolean => {
        throw new Error("a bug");
      },
      maySubscribe: () => true,
      mayReceive: () => true,
    };
    const { connect, told } = createHarness({ acl });
    const [other, client] = [connect({ clientId: "other" }), connect({ clientId: "c" })];
    client.publish("t");
    expect([client.ended, other.ended]).toEqual([ReasonCode.UnspecifiedError, "open"]);
    expect(told("internalError")).toMatchObject([{ clientId: "c", error: new Error("a bug") }]);
    expect(told("clientDisconnected")).toMatchObject([{ cause: "internal-error" }]);
  });
});

describe("the number of connections", () => {
  it("is bounded", () => {
    const { connect, open, told } = createHarness({ limits: { maximumConnections: 2 } });
    const first = connect({ clientId: "a" });
    connect({ clientId: "b" });
    expect(open().ended).toBe("closed");
    expect(told("clientRefused")[0]).toMatchObject({
      reasonCode: ReasonCode.ServerBusy,
      reason: expect.stringContaining("maximum-connections"),
    });
    first.drop();
  });

  it("has room again when one has closed", () => {
    const { connect, open } = createHarness({ limits: { maximumConnections: 1 } });
    const first = connect();
    const refused = open();
    refused.drop();
    first.drop();
    expect(connect().connack?.reasonCode).toBe(0);
  });

  it("is bounded for those that have not finished CONNECT", () => {
    const { connect, open, told } = createHarness({ limits: { maximumPendingConnections: 2 } });
    connect({ clientId: "a" });
    connect({ clientId: "b" });
    connect({ clientId: "c" });
    open();
    open();
    expect(open().ended).toBe("closed");
    expect(told("clientRefused")[0]?.reason).toContain("maximum-pending-connections");
  });

  it("does not count as unfinished those that are only being closed", () => {
    const { connect, open } = createHarness({ limits: { maximumPendingConnections: 2 } });
    for (let turn = 0; turn < 5; turn++) {
      connect({ clientId: `c${turn}` }).send({
        type: PacketType.Disconnect,
        reasonCode: ReasonCode.NormalDisconnection,
        properties: NO_PROPERTIES,
      });
      open().sendBytes(0x30, 0);
    }
    expect(open().ended).toBe("open");
  });
});
