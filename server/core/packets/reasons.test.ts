import { describe, expect, it } from "vitest";
import { PacketType, type Properties } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";

const nothing = { mayPublish: () => false, maySubscribe: () => false, mayReceive: () => true };
const QUIET = { requestProblemInformation: 0 } as const;
/** Room for every answer, but not for a sentence in it. */
const NARROW = { maximumPacketSize: 20 };

function refusedAnswers(properties: Properties, options: HarnessOptions = { acl: nothing }) {
  const client = createHarness(options).connect({ properties });
  client.publish("t", "x", { qos: 1 });
  client.publish("t", "x", { qos: 2 });
  const suback = client.subscribe("t");
  return [client.take(PacketType.Puback)[0], client.take(PacketType.Pubrec)[0], suback];
}

describe("a refusal in 5.0", () => {
  it("has its reason in words", () => {
    const reasons = refusedAnswers({}).map((answer) => answer?.properties.reasonString);
    expect(reasons).toEqual([
      "not allowed to publish there",
      "not allowed to publish there",
      "t: not allowed to subscribe to it",
    ]);
  });

  it("has none for a client that wants no problem information [5 MQTT-3.1.2-29]", () => {
    expect(refusedAnswers(QUIET).map((answer) => answer?.properties)).toEqual([{}, {}, {}]);
  });

  it("has none that makes it larger than the client takes [5 MQTT-3.4.2-2] [5 MQTT-3.5.2-2] [5 MQTT-3.9.2-1]", () => {
    expect(
      refusedAnswers(NARROW, { acl: nothing, limits: NO_LIMITS }).map((answer) => answer?.properties),
    ).toEqual([{}, {}, {}]);
  });

  it("of several filters has the reason of the first that is refused", () => {
    const acl = { ...nothing, maySubscribe: (_: unknown, filter: string) => filter === "a" };
    const limits = { maximumTopicLevels: 2 };
    const { reasonCodes, properties } = createHarness({ acl, limits }).connect().subscribe("a", "b/c/d", "d");
    expect(reasonCodes).toEqual([2, ReasonCode.TopicFilterInvalid, ReasonCode.NotAuthorized]);
    expect(properties.reasonString).toMatch(/^b\/c\/d: /);
  });

  it("that repeats a long text of the client has no reason", () => {
    const { properties } = createHarness({ acl: nothing }).connect().subscribe("x".repeat(2000));
    expect(properties).toEqual({});
  });
});

/** A CONNACK without a property fits into the narrow client's packets. */
const NO_LIMITS = {
  receiveMaximum: 65_535,
  topicAliasMaximum: 0,
  maximumPacketBytes: Number.POSITIVE_INFINITY,
};
