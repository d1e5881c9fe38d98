import { describe, expect, it } from "vitest";
import { PacketType } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { clientWire, connectedWire, serverPublish } from "../test-support/client-wire.ts";

const START = 1_000_000;
const hello = { topic: "t", payload: Uint8Array.of(1), qos: 0, retain: false } as const;
const pingreq = { type: PacketType.Pingreq };
const pingresp = { type: PacketType.Pingresp } as const;

describe("keep alive", () => {
  it("sends PINGREQ before the interval is over [5 MQTT-3.1.2-20] [3 MQTT-3.1.2-23]", () => {
    const { client, sent } = connectedWire({ keepAliveSeconds: 40 });
    expect(client.tick(START)).toBe(START + 10_000);
    client.tick(START + 10_000);
    client.tick(START + 20_000);
    expect(sent()).toEqual([]);
    client.tick(START + 30_000);
    expect(sent()).toEqual([pingreq]);
  });

  it("counts from the last packet, of any kind", () => {
    const { client, sent } = connectedWire({ keepAliveSeconds: 40 });
    for (let at = START; at < START + 200_000; at += 10_000) {
      client.publish(hello);
      client.tick(at);
    }
    expect(sent().filter(({ type }) => type === PacketType.Pingreq)).toEqual([]);
  });

  it("never lets more than the interval pass, whenever a packet was sent", () => {
    for (let publishedAt = 0; publishedAt <= 40; publishedAt++) {
      const { client, sent, server } = connectedWire({ keepAliveSeconds: 40 });
      const sentAt = [0];
      for (let second = 0; second <= 200; second++) {
        if (second === publishedAt) client.publish(hello);
        if (second % 10 === 0) client.tick(START + second * 1000);
        if (sent().length > 0) sentAt.push(second);
        server(pingresp);
      }
      const gaps = sentAt.slice(1).map((at, i) => at - (sentAt[i] ?? 0));
      expect(gaps.length).toBeGreaterThan(4);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(40);
    }
  });

  it("goes on while the server answers", () => {
    const { client, errors, sent, server } = connectedWire({ keepAliveSeconds: 40 });
    let at: number | undefined = START;
    for (let round = 0; round < 40 && at !== undefined; round++) {
      at = client.tick(at);
      if (sent().length > 0) server(pingresp);
    }
    expect([at !== undefined, errors]).toEqual([true, []]);
  });

  it("gives a silent server up", () => {
    const { client, errors } = connectedWire({ keepAliveSeconds: 40 });
    for (let second = 0; second <= 30; second += 10) client.tick(START + second * 1000);
    expect(client.tick(START + 39_000)).toBe(START + 40_000);
    expect(client.tick(START + 40_000)).toBeUndefined();
    expect(errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.KeepAliveTimeout })]);
    expect(client.isConnected).toBe(false);
  });

  it("does not give up a server whose answer stands behind other packets", () => {
    const { client, errors, server } = connectedWire({ keepAliveSeconds: 40 });
    for (let second = 0; second <= 30; second += 10) client.tick(START + second * 1000);
    server(serverPublish());
    expect(client.tick(START + 40_000)).toBe(START + 50_000);
    expect(errors).toEqual([]);
  });

  it("is the server's where it has one [5 MQTT-3.1.2-21] [5 MQTT-3.2.2-21]", () => {
    const { client } = connectedWire({ keepAliveSeconds: 40 }, { serverKeepAlive: 8 });
    expect(client.tick(START)).toBe(START + 2000);
  });

  it("does nothing at 0 seconds, and before CONNACK", () => {
    expect(connectedWire({ keepAliveSeconds: 0 }).client.tick(START)).toBeUndefined();
    const { client } = clientWire();
    client.connect();
    expect(client.tick(START)).toBeUndefined();
  });
});
