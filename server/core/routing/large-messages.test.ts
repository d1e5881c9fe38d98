import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { PacketType, type Publish } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";
import { publishPacket } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

const PAYLOAD = Uint8Array.from({ length: 40_000 }, (_, at) => at % 251);

/** Sends the packet in three chunks, and another one in the last of them. */
function sendInPieces(client: TestClient, packet: Publish, cuts: readonly number[] = [15_000, 30_000]): void {
  const bytes = [
    ...encode(packet, client.version),
    ...encode(publishPacket({ payload: "y" }), client.version),
  ];
  const places = [0, ...cuts, bytes.length];
  for (let index = 1; index < places.length; index++)
    client.sendBytes(...bytes.slice(places[index - 1], places[index]));
}

const payloads = (client: TestClient): Uint8Array[] =>
  client.take(PacketType.Publish).map(({ payload }) => payload);

const Y = Uint8Array.of(0x79);

describe("a message of many kilobytes that comes in pieces", () => {
  it.each([4, 5] as const)(
    "goes on to subscribers of all versions and with aliases, from version %i",
    (from) => {
      const { connect } = createHarness();
      const subscribers = [
        connect({ clientId: "a", version: 4 }),
        connect({ clientId: "b", version: 5 }),
        connect({ clientId: "c", version: 5, properties: { topicAliasMaximum: 5 } }),
      ];
      for (const subscriber of subscribers) subscriber.subscribe("t");
      const publisher = connect({ clientId: "p", version: from });
      sendInPieces(publisher, publishPacket({ payload: PAYLOAD }));
      for (const subscriber of subscribers) expect(payloads(subscriber)).toEqual([PAYLOAD, Y]);
    },
  );

  it.each([0, 1, 2] as const)("is retained, and comes at QoS %i", (qos) => {
    const { connect } = createHarness();
    const publisher = connect({ clientId: "p" });
    sendInPieces(
      publisher,
      publishPacket({ payload: PAYLOAD, qos, retain: true, packetId: qos === 0 ? 0 : 7 }),
    );
    const subscriber = connect({ clientId: "s" });
    subscriber.subscribe("t");
    expect(payloads(subscriber)).toEqual([PAYLOAD]);
  });

  it("comes whole to a client that does not read meanwhile", () => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s", version: 4 });
    subscriber.subscribe("t");
    subscriber.block();
    const publisher = connect({ clientId: "p", version: 4 });
    sendInPieces(publisher, publishPacket({ payload: PAYLOAD }));
    sendInPieces(publisher, publishPacket({ payload: PAYLOAD }), [39_000, 40_000]);
    subscriber.unblock();
    expect(payloads(subscriber)).toEqual([PAYLOAD, Y, PAYLOAD, Y]);
  });

  it("has the format of its payload looked at as a whole", () => {
    const { connect, told } = createHarness({ policy: { checkPayloadFormat: true } });
    const publisher = connect({ clientId: "p" });
    sendInPieces(publisher, publishPacket({ payload: PAYLOAD, properties: { payloadFormatIndicator: 1 } }));
    expect(told("clientDisconnected")[0]?.detail).toContain("not UTF-8");
  });

  it("is too large for a client that takes no packet as large", () => {
    const { connect, told } = createHarness();
    const subscriber = connect({ clientId: "s", properties: { maximumPacketSize: 30_000 } });
    subscriber.subscribe("t");
    sendInPieces(connect({ clientId: "p" }), publishPacket({ payload: PAYLOAD }));
    expect(payloads(subscriber)).toEqual([Y]);
    expect(told("messageDropped")).toMatchObject([{ reason: "packet-too-large" }]);
  });
});
