import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import { FEATURES, type Redirect } from "../../ports/policy.ts";
import { createHarness } from "../../test-support/harness.ts";
import { willOf } from "../../test-support/packets.ts";

const ASKING = { requestResponseInformation: 1 } as const;

describe("CONNACK", () => {
  it("says nothing of what is as the specification has it", () => {
    const limits = {
      receiveMaximum: 65_535,
      topicAliasMaximum: 0,
      maximumPacketBytes: Number.POSITIVE_INFINITY,
    };
    expect(createHarness({ limits }).connect().connack?.properties).toEqual({});
  });

  it("says what the broker has not [5 MQTT-3.2.2-9]", () => {
    const policy = { maximumQoS: 1, unavailable: new Set(FEATURES) } as const;
    expect(createHarness({ policy }).connect().connack?.properties).toMatchObject({
      maximumQoS: 1,
      retainAvailable: 0,
      wildcardSubscriptionAvailable: 0,
      subscriptionIdentifierAvailable: 0,
      sharedSubscriptionAvailable: 0,
    });
  });
});

describe("Response Information", () => {
  const policy = { responseTopicPrefix: "answers/%c" };

  it("is a topic of the client's own, if it asks", () => {
    const { connect } = createHarness({ policy });
    const { connack } = connect({ clientId: "c$&1", properties: ASKING });
    expect(connack?.properties.responseInformation).toBe("answers/c$&1");
    expect(connect({ clientId: "", properties: ASKING }).connack?.properties).toMatchObject({
      assignedClientIdentifier: "auto-1",
      responseInformation: "answers/auto-1",
    });
  });

  it("is not sent to who does not ask [5 MQTT-3.1.2-28]", () => {
    const { connect } = createHarness({ policy });
    const not = { requestResponseInformation: 0 } as const;
    expect(connect().connack?.properties.responseInformation).toBeUndefined();
    expect(connect({ properties: not }).connack?.properties.responseInformation).toBeUndefined();
  });

  it("is not sent without the setting, nor to a client whose id is a wildcard", () => {
    const plain = createHarness().connect({ properties: ASKING });
    const greedy = createHarness({ policy }).connect({ clientId: "+", properties: ASKING });
    for (const { connack } of [plain, greedy])
      expect(connack?.properties.responseInformation).toBeUndefined();
  });
});

describe("a will that the broker cannot take", () => {
  it.each([
    ["of too high a QoS [5 MQTT-3.2.2-12]", willOf({ qos: 2 }), 0x9b],
    ["retained, where nothing is [5 MQTT-3.2.2-13]", willOf({ retain: true }), 0x9a],
    [
      "said to be text and no UTF-8",
      { ...willOf({ properties: { payloadFormatIndicator: 1 } }), payload: Uint8Array.of(0xff) },
      0x99,
    ],
  ] as const)("%s refuses its CONNECT", (_name, will, reasonCode) => {
    const policy = {
      maximumQoS: 1,
      unavailable: new Set(["retain"] as const),
      checkPayloadFormat: true,
    } as const;
    const client = createHarness({ policy }).connect({ will });
    expect(client.connack).toMatchObject({ reasonCode, sessionPresent: false });
    expect(client.ended).toBe("closed");
  });
});

describe("a long client id in MQTT 3.1", () => {
  const clientId = "x".repeat(24);

  it("is refused by a strict broker alone", () => {
    const strict = createHarness({ policy: { strictness: "strict" } });
    expect(createHarness().connect({ version: 3, clientId }).connack?.reasonCode).toBe(0);
    expect(strict.connect({ version: 3, clientId }).connack?.reasonCode).toBe(2);
    expect(strict.connect({ version: 3, clientId: "x".repeat(23) }).connack?.reasonCode).toBe(0);
    expect(strict.connect({ version: 4, clientId }).connack?.reasonCode).toBe(0);
  });
});

describe("a redirect (§4.11)", () => {
  const to = "new.home:1883";
  const harness = (how: Redirect["how"]) => createHarness({ policy: { redirect: { to, how } } });

  it.each([
    ["temporarily", ReasonCode.UseAnotherServer],
    ["permanently", ReasonCode.ServerMoved],
  ] as const)("%s refuses who comes, with the server to use", (how, reasonCode) => {
    const { connect, broker } = harness(how);
    const client = connect();
    expect(client.connack).toMatchObject({ reasonCode, properties: { serverReference: to } });
    expect(client.ended).toBe("closed");
    expect(broker.inside.info().gauges.sessions).toBe(0);
  });

  it("tells 3.1.1 that the server is not available", () => {
    expect(harness("temporarily").connect({ version: 4 }).connack?.reasonCode).toBe(3);
  });

  it("leaves the reference out for who takes no packet of its size", () => {
    const { connack } = harness("temporarily").connect({ properties: { maximumPacketSize: 10 } });
    expect([connack?.reasonCode, connack?.properties]).toEqual([ReasonCode.UseAnotherServer, {}]);
  });

  it("at the stop lets clients in, and tells them at the end", () => {
    const { connect, broker } = harness("at-stop");
    const client = connect();
    expect(client.connack?.reasonCode).toBe(0);
    broker.shutdown();
    expect(client.takeAll()).toMatchObject([
      { reasonCode: ReasonCode.UseAnotherServer, properties: { serverReference: to } },
    ]);
  });
});
