import { describe, expect, it } from "vitest";
import { OutboundWindow } from "./outbound-window.ts";
import { nextPacketId } from "./packet-ids.ts";

describe("packet ids", () => {
  it("are never 0 and wrap after 65,535 [5 MQTT-2.2.1-4]", () => {
    expect(nextPacketId(0, () => false)).toBe(1);
    expect(nextPacketId(65_535, () => false)).toBe(1);
  });

  it("skip those in use", () => {
    expect(nextPacketId(1, (id) => id === 2 || id === 3)).toBe(4);
  });

  it("run out when all are in use", () => {
    expect(nextPacketId(7, () => true)).toBeUndefined();
  });
});

describe("outbound window", () => {
  it.each([1, 2] as const)(
    "at QoS %i never gives a packet id that is unfinished [5 MQTT-2.2.1-4] [5 MQTT-4.3.2-1] [5 MQTT-4.3.3-1]",
    (qos) => {
      const window = new OutboundWindow<string>(10);
      const unfinished = window.add("stays", qos);
      for (let number = 0; number < 65_534; number++) window.acknowledge(window.add("goes", qos), qos);
      expect(window.add("next", qos)).not.toBe(unfinished);
    },
  );

  it("is full at its limit and opens with a PUBACK [5 MQTT-3.3.4-9]", () => {
    const window = new OutboundWindow<string>(2);
    const first = window.add("a", 1);
    window.add("b", 1);
    expect(window.isFull).toBe(true);
    expect(window.acknowledge(first, 1)).toBe("a");
    expect(window.isFull).toBe(false);
  });

  it("keeps a QoS 2 message in the window until PUBCOMP", () => {
    const window = new OutboundWindow<string>(1);
    const id = window.add("a", 2);
    expect(window.acknowledge(id, 1)).toBeUndefined();
    expect(window.release(id)?.state).toBe("released");
    expect(window.isFull).toBe(true);
    expect(window.complete(id)).toBe(true);
    expect(window.size).toBe(0);
  });

  it("does not take a PUBCOMP before its PUBREC", () => {
    const window = new OutboundWindow<string>(1);
    const id = window.add("a", 2);
    expect(window.complete(id)).toBe(false);
    expect(window.has(id)).toBe(true);
  });

  it("sends again in the original order, released ones as released [5 MQTT-4.4.0-1]", () => {
    const window = new OutboundWindow<string>(10);
    const ids = [window.add("a", 1), window.add("b", 2), window.add("c", 1)];
    window.release(ids[1] as number);
    window.startResending();
    const again = [window.nextResend(), window.nextResend(), window.nextResend(), window.nextResend()];
    expect(again.map((entry) => entry?.packetId)).toEqual([...ids, undefined]);
    expect(again.map((entry) => entry?.state)).toEqual(["published", "released", "published", undefined]);
  });

  it("sends again no more at a time than a smaller limit allows", () => {
    const window = new OutboundWindow<string>(10);
    const ids = [window.add("a", 1), window.add("b", 1), window.add("c", 1)];
    window.limit = 2;
    window.startResending();
    expect([window.nextResend(), window.nextResend(), window.nextResend()].map((e) => e?.packetId)).toEqual([
      ids[0],
      ids[1],
      undefined,
    ]);
    window.acknowledge(ids[0] as number, 1);
    expect(window.nextResend()?.packetId).toBe(ids[2]);
    expect(window.pendingResends).toBe(0);
  });

  it("skips an entry that was acknowledged before its turn came", () => {
    const window = new OutboundWindow<string>(1);
    const [first, second] = [window.add("a", 1), window.add("b", 1)];
    window.startResending();
    expect(window.nextResend()?.packetId).toBe(first);
    window.acknowledge(second, 1);
    window.acknowledge(first, 1);
    expect(window.nextResend()).toBeUndefined();
    expect(window.isFull).toBe(false);
  });

  it("does not reuse an id that is still in flight after the counter wrapped", () => {
    const window = new OutboundWindow<string>(70_000);
    const kept = window.add("kept", 1);
    for (let n = 0; n < 65_534; n++) window.acknowledge(window.add("x", 1), 1);
    expect(window.add("next", 1)).not.toBe(kept);
  });
});
