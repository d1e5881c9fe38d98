import { describe, expect, it } from "vitest";
import { PacketType, type Properties } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { willOf } from "../test-support/packets.ts";

const DISCONNECT = 0xe0;

/** A client that leaves with another expiry than it came with: how its connection ended, and what became of its session. */
function leave(before: Properties, properties: Properties) {
  const { connect, broker, told } = createHarness();
  const client = connect({ properties: before, will: willOf() });
  client.send({ type: PacketType.Disconnect, reasonCode: ReasonCode.NormalDisconnection, properties });
  const [end] = told("clientDisconnected");
  return { end, session: broker.inside.session("client"), wills: told("willFired").length };
}

describe("DISCONNECT with a Session Expiry Interval (§3.14.2.2.2)", () => {
  it("prolongs, shortens or ends a session that outlives its connection", () => {
    for (const seconds of [10, 600]) {
      const { session } = leave({ sessionExpiryInterval: 60 }, { sessionExpiryInterval: seconds });
      expect(session?.expiresAt).toBe((session?.since ?? 0) + seconds * 1000);
    }
    const ended = leave({ sessionExpiryInterval: 60 }, { sessionExpiryInterval: 0 });
    expect([ended.session, ended.wills]).toEqual([undefined, 0]);
  });

  it("is a protocol error if the session was to end with its connection, and its will is published", () => {
    const { end, session, wills } = leave({}, { sessionExpiryInterval: 60 });
    expect(end).toMatchObject({ cause: "protocol-error", reasonCode: ReasonCode.ProtocolError });
    expect([session, wills]).toEqual([undefined, 1]);
  });

  it("of 0 is none, and may be said of any session", () => {
    expect(leave({}, { sessionExpiryInterval: 0 })).toMatchObject({ end: { cause: "normal" }, wills: 0 });
  });
});

describe("DISCONNECT whose bytes are not as they must be", () => {
  it.each([
    ["with a reserved bit set [5 MQTT-3.14.1-1]", [DISCONNECT + 1, 0], ReasonCode.MalformedPacket],
    [
      "with a reason code that does not exist [5 MQTT-3.14.2-1]",
      [DISCONNECT, 1, 0x05],
      ReasonCode.ProtocolError,
    ],
    ["with a reason code of CONNACK [5 MQTT-3.14.2-1]", [DISCONNECT, 1, 0x85], ReasonCode.ProtocolError],
  ])("%s is answered with one", (_name, bytes, reasonCode) => {
    const { connect, told } = createHarness();
    const client = connect({ will: willOf() });
    client.sendBytes(...bytes);
    expect(client.ended).toBe(reasonCode);
    expect(told("willFired")).toHaveLength(1);
  });
});

describe("DISCONNECT with a reason code that only servers have a use for", () => {
  it("is taken for what it is, an end that is not normal: the will is published, and nothing is answered", () => {
    const { connect, told } = createHarness();
    const client = connect({ will: willOf() });
    client.sendBytes(DISCONNECT, 1, ReasonCode.ServerShuttingDown);
    expect(client.ended).toBe("closed");
    expect(told("clientDisconnected")).toMatchObject([{ cause: "disconnect-with-will", reasonCode: 0x8b }]);
    expect(told("willFired")).toHaveLength(1);
  });
});
