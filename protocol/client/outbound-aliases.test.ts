import { describe, expect, it } from "vitest";
import { PacketType, type Properties, type Publish } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { ack, type ClientWire, connectedWire, reconnect } from "../test-support/client-wire.ts";
import { OutboundAliases } from "./outbound-aliases.ts";

const message = (topic: string, properties: Properties = {}, qos: 0 | 1 = 0) =>
  ({ topic, payload: Uint8Array.of(1), qos, retain: false, properties }) as const;

/** Topic and alias of what was published. */
function published({ sent }: ClientWire): string[] {
  return sent()
    .filter((packet): packet is Publish => packet.type === PacketType.Publish)
    .map(({ topic, properties }) => `${topic}=${properties.topicAlias ?? "-"}`);
}

function publishing(options: object, limits: Properties, ...topics: readonly string[]): ClientWire {
  const wire = connectedWire(options, limits);
  for (const topic of topics) wire.client.publish(message(topic));
  return wire;
}

describe("aliases of topics", () => {
  it("are given from 1 on, the least recently used anew [5 MQTT-3.3.2-8] [5 MQTT-3.2.2-17] [5 MQTT-3.3.2-9]", () => {
    const aliases = new OutboundAliases(2);
    const given = ["long/a", "long/b", "long/a", "long/c", "long/a", "long/b"].map((t) => aliases.give(t));
    expect(given.map((one) => `${one?.alias}${one?.isKnown ? "k" : ""}`)).toEqual([
      "1",
      "2",
      "1k",
      "2",
      "1k",
      "2",
    ]);
  });

  it("are not given to topics that are as short", () => {
    expect(new OutboundAliases(2).give("short")).toBeUndefined();
  });

  it("leave room for those that a message asks for", () => {
    const aliases = new OutboundAliases(3);
    aliases.take("long/a", 2);
    const others = ["long/b", "long/c", "long/d"].map((topic) => aliases.give(topic)?.alias);
    expect(others).toEqual([3, 1, 2]);
    expect(aliases.take("long/d", 1)).toEqual({ alias: 1, isKnown: false });
    expect(aliases.give("long/d")).toEqual({ alias: 1, isKnown: true });
  });
});

describe("a client that gives aliases", () => {
  const givesTopicAliases = { givesTopicAliases: true };

  it("names a topic once", () => {
    const wire = publishing(givesTopicAliases, { topicAliasMaximum: 5 }, "long/a", "long/b", "long/a");
    expect(published(wire)).toEqual(["long/a=1", "long/b=2", "=1"]);
  });

  it("gives none where the server has none [5 MQTT-3.2.2-18]", () => {
    expect(published(publishing(givesTopicAliases, {}, "long/a", "long/a"))).toEqual([
      "long/a=-",
      "long/a=-",
    ]);
  });

  it("gives none unless it is to", () => {
    const wire = publishing({}, { topicAliasMaximum: 5 }, "long/a", "long/a");
    expect(published(wire)).toEqual(["long/a=-", "long/a=-"]);
  });

  it("gives none where the packet would be too large by it [5 MQTT-3.2.2-15]", () => {
    const limits = { topicAliasMaximum: 5, maximumPacketSize: 14 };
    expect(published(publishing(givesTopicAliases, limits, "long/a", "long/abc"))).toEqual([
      "long/a=-",
      "long/abc=-",
    ]);
  });

  it("forgets them with the connection, and sends again without [5 MQTT-3.3.2-7]", () => {
    const wire = connectedWire({ ...givesTopicAliases, cleanStart: false }, { topicAliasMaximum: 5 });
    for (const topic of ["long/a", "long/a"]) wire.client.publish(message(topic, {}, 1));
    expect(published(wire)).toEqual(["long/a=1", "=1"]);
    reconnect(wire, true, { topicAliasMaximum: 5 });
    expect(published(wire)).toEqual(["long/a=-", "long/a=-"]);
    wire.server(ack(PacketType.Puback, 1), ack(PacketType.Puback, 2));
    wire.client.publish(message("long/a"));
    expect(published(wire)).toEqual(["long/a=1"]);
  });

  it("keeps identifier and properties", () => {
    const wire = connectedWire(givesTopicAliases, { topicAliasMaximum: 5 });
    const properties = { contentType: "text/plain", userProperties: [["a", "1"]] } as const;
    wire.client.publish(message("long/a", properties, 1));
    expect(wire.sent()).toEqual([
      expect.objectContaining({ packetId: 1, qos: 1, properties: { ...properties, topicAlias: 1 } }),
    ]);
  });
});

describe("an alias that a message asks for", () => {
  it("is set with the topic, and stands for it from then on", () => {
    const wire = connectedWire({}, { topicAliasMaximum: 5 });
    for (const topic of ["a", "a", "b"]) wire.client.publish(message(topic, { topicAlias: 3 }));
    expect(published(wire)).toEqual(["a=3", "=3", "b=3"]);
  });

  it.each([0, 1.5, 65_536])("is refused when it is %d [5 MQTT-3.3.2-8]", (topicAlias) => {
    const wire = connectedWire({}, { topicAliasMaximum: 5 });
    expect(() => wire.client.publish(message("a", { topicAlias }))).toThrow("from 1 to 65535");
  });

  it.each([{}, { topicAliasMaximum: 2 }])(
    "is refused over the server's maximum %j [5 MQTT-3.3.2-9]",
    (limits) => {
      const wire = connectedWire({}, limits);
      const results: unknown[] = [];
      wire.client.publish(message("a", { topicAlias: 3 }), (result) => results.push(result));
      expect(results).toEqual([
        expect.objectContaining({ reasonCode: ReasonCode.TopicAliasInvalid, withheld: expect.anything() }),
      ]);
      expect(published(wire)).toEqual([]);
    },
  );
});
