import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";

const USER_PROPERTIES = { userProperties: [["name", "value"]] } as const;
/** As many as the client asks for, and so few that only the shortest answers fit. */
const SIZES = [undefined, 200, 20] as const;

describe.each(SIZES)("a client that takes packets of %s bytes", (maximumPacketSize) => {
  const properties = { ...USER_PROPERTIES, ...(maximumPacketSize && { maximumPacketSize }) };

  it.each(["accepted", "refused"] as const)(
    "is %s by a CONNACK without user properties [5 MQTT-3.2.2-20]",
    (kind) => {
      const limits = { maximumClientIdBytes: kind === "accepted" ? 100 : 1 };
      const { connack } = createHarness({ limits }).connect({ clientId: "long", properties });
      expect(connack?.reasonCode === 0).toBe(kind === "accepted");
      expect(connack?.properties).not.toHaveProperty("userProperties");
    },
  );

  it("gets a SUBACK without user properties [5 MQTT-3.9.2-2]", () => {
    const client = createHarness({ limits: { maximumTopicLevels: 2 } }).connect({ properties });
    client.send({
      type: PacketType.Subscribe,
      packetId: 1,
      subscriptions: [
        { filter: "a/b/c", qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
      ],
      properties: USER_PROPERTIES,
    });
    const [suback] = client.take(PacketType.Suback);
    expect(suback?.reasonCodes).toEqual([0x8f]);
    expect(suback?.properties).not.toHaveProperty("userProperties");
  });

  it("gets an UNSUBACK without any, and without a reason in words [5 MQTT-3.11.2-1] [5 MQTT-3.11.2-2]", () => {
    const client = createHarness().connect({ properties });
    client.send({ type: PacketType.Unsubscribe, packetId: 1, filters: ["t"], properties: USER_PROPERTIES });
    expect(client.take(PacketType.Unsuback)).toEqual([
      { type: PacketType.Unsuback, packetId: 1, reasonCodes: [0x11], properties: NO_PROPERTIES },
    ]);
  });
});
