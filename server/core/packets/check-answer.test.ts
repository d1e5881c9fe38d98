import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";

const { Puback, Pubrec, Pubcomp } = PacketType;

/** A client that has got a message of this QoS with packet id 1. */
function receiver(version: 4 | 5, qos: 1 | 2) {
  const client = createHarness().connect({ version });
  client.subscribe("t");
  client.publish("t", "x", { qos });
  return client;
}

describe.each([4, 5] as const)("an acknowledgement in version %i", (version) => {
  const end = version === 5 ? ReasonCode.ProtocolError : "closed";

  it.each([
    ["PUBREC", Pubrec, 1],
    ["PUBCOMP", Pubcomp, 1],
    ["PUBACK", Puback, 2],
    ["PUBCOMP", Pubcomp, 2],
  ] as const)(
    "that its message does not await ends the connection: %s (%i) at QoS %i [5 MQTT-4.13.1-1] [3 MQTT-4.8.0-1]",
    (_, type, qos) => {
      const client = receiver(version, qos);
      client.answer(type, 1);
      expect(client.ended).toBe(end);
    },
  );

  it("of the wrong kind after PUBREC ends the connection [5 MQTT-4.13.1-1] [3 MQTT-4.8.0-1]", () => {
    const client = receiver(version, 2);
    client.answer(Pubrec, 1);
    client.answer(Puback, 1);
    expect(client.ended).toBe(end);
  });

  it("that is repeated, or whose message is finished, is no error", () => {
    const client = receiver(version, 2);
    for (const type of [Pubrec, Pubrec, Pubcomp, Pubcomp, Puback, Pubrec]) client.answer(type, 1);
    expect(client.ended).toBe("open");
  });
});
