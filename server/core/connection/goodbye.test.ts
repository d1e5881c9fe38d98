import { describe, expect, it } from "vitest";
import { MqttError } from "../../../protocol/errors.ts";
import { PacketType, type Properties } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { publishPacket } from "../test-support/packets.ts";

/** What a client hears that sends a PUBLISH with a wildcard in its topic. */
function goodbyeTo(properties: Properties) {
  const { connect } = createHarness();
  const client = connect({ properties });
  client.sendBytes(0x30, 4, 0, 1, 0x23, 0);
  return client.take(PacketType.Disconnect);
}

describe("the server's DISCONNECT", () => {
  it("says why in a Reason String", () => {
    expect(goodbyeTo({})).toMatchObject([
      {
        reasonCode: ReasonCode.TopicNameInvalid,
        properties: { reasonString: expect.stringMatching(/wildcard|#/) },
      },
    ]);
  });

  it("says no more than the code to a client that wants no reasons (§3.1.2.11.7)", () => {
    expect(goodbyeTo({ requestProblemInformation: 0 })).toMatchObject([{ properties: {} }]);
    expect(goodbyeTo({ requestProblemInformation: 0 })[0]?.properties.reasonString).toBeUndefined();
  });

  it("leaves the Reason String out where the client takes no packet as large [5 MQTT-3.14.2-3]", () => {
    const [disconnect] = goodbyeTo({ maximumPacketSize: 30 });
    expect(disconnect?.reasonCode).toBe(ReasonCode.TopicNameInvalid);
    expect(disconnect?.properties.reasonString).toBeUndefined();
  });

  it("costs its own connection only where it cannot be written, and is told as our fault", () => {
    const mayPublish = () => {
      throw new MqttError(ReasonCode.BadUserNameOrPassword, "a code that DISCONNECT cannot carry");
    };
    const { connect, told } = createHarness({
      acl: { mayPublish, maySubscribe: () => true, mayReceive: () => true },
    });
    const client = connect();
    client.send(publishPacket());
    expect([client.ended, client.takeAll()]).toEqual(["closed", []]);
    expect(told("internalError")).toHaveLength(1);
  });

  it("does not tell a client from where its session was taken over", () => {
    const { connect } = createHarness();
    const first = connect({ clientId: "twice" });
    connect({ clientId: "twice" });
    expect(first.take(PacketType.Disconnect)).toMatchObject([
      { properties: { reasonString: "another connection has taken the session over" } },
    ]);
  });
});
