import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Packet, PacketType, type ProtocolVersion, type Publish } from "../packets.ts";
import { packetArbitraries } from "../test-support/arbitraries.ts";
import { decodeAll } from "../test-support/decode-all.ts";
import { hex, toHex } from "../test-support/hex.ts";
import { encode } from "./encode.ts";
import { Framer } from "./framer.ts";
import { decodePublish, PublishView } from "./publish.ts";
import { NO_EXPIRY, type PublishHead, publishLength, writePublishHead } from "./publish-head.ts";
import { forwardableProperties } from "./publish-properties.ts";

function viewOf(bytes: Uint8Array, version: ProtocolVersion, view = new PublishView()): PublishView {
  const framer = new Framer(1_000_000);
  framer.push(bytes);
  framer.next();
  view.read(framer.buffer, framer.start, framer.body, framer.end, version);
  return view;
}

/** What a broker does that passes a packet on as it came. */
function writeAgain(view: PublishView, subscriptionIdentifiers: readonly number[] = []): Uint8Array {
  const payload = view.buffer.subarray(view.payloadStart, view.end);
  const head: PublishHead = {
    version: view.version,
    qos: view.qos,
    retain: view.retain,
    dup: view.dup,
    topic: view.buffer.subarray(view.topicStart, view.topicEnd),
    packetId: view.packetId,
    messageExpiryInterval: view.messageExpiryInterval,
    topicAlias: view.topicAlias,
    subscriptionIdentifiers,
    properties: forwardableProperties(view),
    payloadBytes: payload.length,
  };
  const buffer = new Uint8Array(publishLength(head));
  const end = writePublishHead(buffer, 0, head);
  buffer.set(payload, end);
  expect(end + payload.length).toBe(buffer.length);
  return buffer;
}

function publishes(version: ProtocolVersion): fc.Arbitrary<Packet> {
  const [, packets] = packetArbitraries(version).find(([name]) => name === "PUBLISH") ?? [];
  return packets ?? fc.constant({ type: PacketType.Pingreq });
}

describe("PublishView", () => {
  it.each([3, 4, 5] as const)(
    "reads what decode reads in version %i, one view for all packets",
    (version) => {
      const view = new PublishView();
      fc.assert(
        fc.property(publishes(version), (packet) => {
          expect(decodePublish(viewOf(encode(packet, version), version, view))).toEqual(packet);
        }),
        { numRuns: 500, seed: 9 },
      );
    },
  );

  it("notes what the broker acts on", () => {
    const view = viewOf(hex("30 14 0001 61 0f 01 01 02 0000000a 0b 05 23 0007 03 0000 31"), 5);
    expect(view).toMatchObject({
      payloadFormatIndicator: 1,
      messageExpiryInterval: 10,
      topicAlias: 7,
      hasSubscriptionIdentifier: true,
      hasOnlyForwardable: false,
    });
  });

  it("forgets the packet before", () => {
    const view = viewOf(hex("3b 0e 0001 61 0001 08 02 0000000a 23 0007 31"), 5);
    viewOf(hex("30 06 0001 62 00 32 33"), 5, view);
    expect(view).toMatchObject({
      qos: 0,
      retain: false,
      dup: false,
      packetId: 0,
      topicAlias: 0,
      messageExpiryInterval: NO_EXPIRY,
      hasOnlyForwardable: true,
    });
    expect(toHex(view.buffer.subarray(view.payloadStart, view.end))).toBe("3233");
  });

  it("reads a packet within a larger chunk", () => {
    const view = new PublishView();
    const chunk = hex("c000 30 04 0001 61 31 c000");
    view.read(chunk, 2, 4, 8, 4);
    expect([view.topicStart, view.topicEnd, view.payloadStart, view.end]).toEqual([6, 7, 7, 8]);
  });
});

describe("the properties that pass through", () => {
  it("are all but those of one connection, in their order [5 MQTT-3.3.2-18]", () => {
    const kept = ["26 0001 62 0001 31", "01 01", "26 0001 61 0001 32", "09 0001 ff"];
    const own = ["23 0001", "02 00000005", "0b 01"];
    const mixed = [kept[0], own[0], kept[1], own[1], kept[2], own[2], kept[3]].join("");
    const view = viewOf(hex(`30 23 0001 61 1e ${mixed} 31`), 5);
    expect(toHex(forwardableProperties(view))).toBe(toHex(hex(kept.join(""))));
  });

  it("are memory of their own", () => {
    const bytes = hex("30 07 0001 61 02 01 01 31");
    const properties = forwardableProperties(viewOf(bytes, 5));
    bytes.fill(0);
    expect(toHex(properties)).toBe("0101");
  });
});

describe("writePublishHead", () => {
  it.each([3, 4, 5] as const)("writes a packet of version %i so that it is read as it was", (version) => {
    fc.assert(
      fc.property(publishes(version), (packet) => {
        const { properties, ...rest } = packet as Publish;
        const { subscriptionIdentifiers, ...others } = properties;
        const view = viewOf(encode(packet, version), version);
        expect(decodeAll(version, "fromClient", writeAgain(view))).toEqual([{ ...rest, properties: others }]);
        const identified = writeAgain(view, version === 5 ? subscriptionIdentifiers : []);
        expect(decodeAll(version, "fromServer", identified)).toEqual([packet]);
      }),
      { numRuns: 500, seed: 10 },
    );
  });
});
