import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Policy } from "../ports/policy.ts";
import { createHarness } from "../test-support/harness.ts";
import { utf8 } from "../test-support/packets.ts";

const NOT_TEXT = Uint8Array.of(0x61, 0xff);
const AS_TEXT = { payloadFormatIndicator: 1 } as const;

function without(...features: Policy["unavailable"] extends ReadonlySet<infer F> ? F[] : never) {
  return createHarness({ policy: { unavailable: new Set(features) } });
}

describe("a payload that is said to be text (§3.3.2.3.2)", () => {
  const checking = () => createHarness({ policy: { checkPayloadFormat: true } });

  it.each([
    [1, PacketType.Puback],
    [2, PacketType.Pubrec],
  ] as const)("at QoS %i and is not UTF-8 is refused with 0x99", (qos, type) => {
    const client = checking().connect();
    client.publish("t", NOT_TEXT, { qos, properties: AS_TEXT });
    expect(client.take(type)).toMatchObject([{ reasonCode: ReasonCode.PayloadFormatInvalid }]);
    expect(client.ended).toBe("open");
  });

  it("at QoS 0 and is not UTF-8 ends the connection with 0x99", () => {
    const client = checking().connect();
    client.publish("t", NOT_TEXT, { properties: AS_TEXT });
    expect(client.ended).toBe(ReasonCode.PayloadFormatInvalid);
  });

  it("and is UTF-8 is taken, null characters included", () => {
    const client = checking().connect();
    client.subscribe("t");
    client.publish("t", "é\0", { properties: AS_TEXT });
    client.publish("t", NOT_TEXT);
    expect(client.take(PacketType.Publish).map(({ payload }) => [...payload])).toEqual([
      [...utf8("é\0")],
      [...NOT_TEXT],
    ]);
  });

  it("is not looked at without the setting", () => {
    const client = createHarness().connect();
    client.publish("t", NOT_TEXT, { qos: 1, properties: AS_TEXT });
    expect(client.take(PacketType.Puback)).toMatchObject([{ reasonCode: ReasonCode.NoMatchingSubscribers }]);
  });
});

describe("PUBLISH over Maximum QoS", () => {
  it.each([
    [5, ReasonCode.QoSNotSupported],
    [4, "closed"],
  ] as const)("ends the connection in version %i [5 MQTT-3.2.2-11]", (version, end) => {
    const client = createHarness({ policy: { maximumQoS: 1 } }).connect({ version });
    client.publish("t", "x", { qos: 1 });
    expect(client.ended).toBe("open");
    client.publish("t", "x", { qos: 2 });
    expect(client.ended).toBe(end);
  });

  it("is no reason against a subscription with a higher QoS [5 MQTT-3.2.2-10]", () => {
    const client = createHarness({ policy: { maximumQoS: 0 } }).connect();
    expect(client.subscribe({ filter: "t", qos: 2 }).reasonCodes).toEqual([2]);
  });
});

describe("a broker without retained messages", () => {
  it("ends the connection that sends one with 0x9A [5 MQTT-3.2.2-14]", () => {
    const client = without("retain").connect();
    client.publish("t", "x", { retain: true });
    expect(client.ended).toBe(ReasonCode.RetainNotSupported);
  });

  it("takes none from an operator either", () => {
    const { broker } = without("retain");
    const message = { topic: "t", payload: utf8("x"), qos: 0, retain: true } as const;
    expect(() => broker.inside.actions.publish(message)).toThrow("retained");
  });
});

describe("SUBSCRIBE for what is not offered (§3.2.2.3)", () => {
  it.each([
    ["wildcards", "a/+"],
    ["shared", "$share/g/a"],
  ] as const)(
    "without %s refuses %s alone in 3.1.1, whose CONNACK cannot tell [3 MQTT-3.8.3-2]",
    (feature, filter) => {
      const client = without(feature).connect({ version: 4 });
      expect(client.subscribe("a", filter).reasonCodes).toEqual([2, 0x80]);
      client.publish("a");
      expect([client.ended, client.messages()]).toEqual(["open", ["a=x"]]);
    },
  );

  it.each([
    ["wildcards", "a/+", ReasonCode.WildcardSubscriptionsNotSupported],
    ["wildcards", "$share/g/a/#", ReasonCode.WildcardSubscriptionsNotSupported],
    ["shared", "$share/g/a", ReasonCode.SharedSubscriptionsNotSupported],
  ] as const)("without %s ends the connection of %s", (feature, filter, code) => {
    const client = without(feature).connect();
    client.subscribe("a");
    expect(client.ended).toBe("open");
    client.subscribe("b", filter);
    expect(client.ended).toBe(code);
  });

  it("without identifiers ends the connection with 0xA1", () => {
    const client = without("identifiers").connect();
    client.subscribeWith({ subscriptionIdentifiers: [1] }, { filter: "a" });
    expect(client.ended).toBe(ReasonCode.SubscriptionIdentifiersNotSupported);
  });

  it("subscribes to none of its filters", () => {
    const { connect, broker } = without("shared");
    const client = connect({ properties: { sessionExpiryInterval: 60 } });
    client.subscribe("a", "$share/g/a");
    expect(broker.inside.session("client")?.subscriptionList).toEqual([]);
  });
});
