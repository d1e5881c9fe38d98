import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";

describe("UNSUBSCRIBE", () => {
  it("says of each filter whether it was subscribed [5 MQTT-3.11.3-1] [5 MQTT-3.11.3-2] [5 MQTT-3.10.4-4] [5 MQTT-3.10.4-5]", () => {
    const { connect, told } = createHarness();
    const client = connect();
    client.subscribe("a", "b/#");
    expect(client.unsubscribe("a", "never", "b/#")).toEqual([0, 0x11, 0]);
    expect(told("unsubscribed").map(({ filter }) => filter)).toEqual(["a", "b/#"]);
  });

  it("is answered without codes in 3.1.1, also where nothing matched [3 MQTT-3.10.4-4] [3 MQTT-3.10.4-5]", () => {
    const client = createHarness().connect({ version: 4 });
    client.send({ type: PacketType.Unsubscribe, packetId: 9, filters: ["never"], properties: {} });
    expect(client.takeAll()).toMatchObject([{ type: PacketType.Unsuback, packetId: 9, reasonCodes: [] }]);
  });

  it("stops the messages of that filter and of no other [5 MQTT-3.10.4-1] [5 MQTT-3.10.4-2] [3 MQTT-3.10.4-1]", () => {
    const client = createHarness().connect();
    client.subscribe("a/+", "a/b", "A/b");
    client.unsubscribe("a/+");
    client.publish("a/b");
    client.publish("a/c");
    client.publish("A/b");
    expect(client.messages()).toEqual(["a/b=x", "A/b=x"]);
  });

  it("completes what it has begun to send [5 MQTT-3.10.4-3] [3 MQTT-3.10.4-3]", () => {
    const { connect, broker } = createHarness();
    const properties = { sessionExpiryInterval: 60 };
    const client = connect({ properties });
    client.subscribe("t");
    client.publish("t", "x", { qos: 2 });
    client.unsubscribe("t");
    client.answer(PacketType.Pubrec, 1);
    expect(client.take(PacketType.Pubrel)).toMatchObject([{ packetId: 1, reasonCode: 0 }]);
    client.answer(PacketType.Pubcomp, 1);
    expect(broker.inside.session("client")?.inflightOut).toBe(0);
  });

  it("of a shared subscription names it as it was written", () => {
    const client = createHarness().connect();
    client.subscribe("$share/g/t");
    expect(client.unsubscribe("t", "$share/g/t")).toEqual([0x11, 0]);
    client.publish("t");
    expect(client.messages()).toEqual([]);
  });
});
