import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { dissect } from "../../../protocol/dissect/dissect.ts";
import type { Packet, ProtocolVersion } from "../../../protocol/packets.ts";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { connectPacket, publishPacket, textOf, utf8, willOf } from "../test-support/packets.ts";
import { type MaskOptions, mask } from "./mask.ts";

const SECRET = "open-sesame";
const KNOWN = { hasPayloads: true, isKnown: true } as const;
const UNKNOWN = { hasPayloads: true, isKnown: false } as const;
const password = utf8(SECRET);
const CONNECT = connectPacket({
  clientId: "press-7",
  userName: "ann",
  password,
  will: willOf({ payload: "gone" }),
  properties: { authenticationMethod: "SCRAM-SHA-256", authenticationData: password },
});

function maskedText(packet: Packet, version: ProtocolVersion, options: MaskOptions = UNKNOWN): string {
  const bytes = encode(packet, version);
  mask(bytes, version, options);
  return textOf(bytes) as string;
}

describe("secrets in packets", () => {
  it.each([3, 4, 5] as const)("are overwritten in a CONNECT of version %i; the rest stays", (version) => {
    const text = maskedText({ ...CONNECT, version }, version);
    expect(text).not.toContain(SECRET);
    for (const kept of ["press-7", "ann", "gone"]) expect(text).toContain(kept);
  });

  it("are overwritten in AUTH and in CONNACK", () => {
    const properties = { authenticationMethod: "M", authenticationData: password };
    const packets: Packet[] = [
      { type: PacketType.Auth, reasonCode: 0x18, properties },
      { type: PacketType.Connack, sessionPresent: false, reasonCode: 0, properties },
    ];
    for (const packet of packets) expect(maskedText(packet, 5, KNOWN)).not.toContain(SECRET);
  });

  it("leave a packet that can be taken apart as before, and where they were is told", () => {
    const bytes = encode(CONNECT, 5);
    const before = dissect(bytes, 5);
    const { ranges, version } = mask(bytes, 4, UNKNOWN);
    expect(version).toBe(5);
    expect(ranges.map(({ start, end }) => textOf(bytes.slice(start, end)))).toEqual([
      "*".repeat(SECRET.length),
      "*".repeat(SECRET.length),
    ]);
    const shape = (fields: typeof before.fields): unknown =>
      fields.map(({ key, offset, length, parts }) => [key, offset, length, shape(parts)]);
    expect(shape(dissect(bytes, 5).fields)).toEqual(shape(before.fields));
  });

  it("are not to be seen where a CONNECT was cut", () => {
    for (const version of [3, 4, 5] as const) {
      const bytes = encode({ ...CONNECT, version }, version);
      for (let length = 1; length < bytes.length; length++) {
        const cut = bytes.slice(0, length);
        mask(cut, version, UNKNOWN);
        expect(textOf(cut)).not.toContain(SECRET.slice(0, 4));
      }
    }
  });

  it("are not to be seen where flags, versions or properties of a CONNECT are wrong", () => {
    const bytes = encode(CONNECT, 5);
    const clientIdAt = (textOf(bytes) as string).indexOf("press-7") - 2;
    const at = fc.nat(clientIdAt - 1);
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 255 }), (place, change) => {
        // a length that is wrong by chance would make the secret a part of something else
        const isLength = [1, 2, 3, 12, 13].includes(place);
        fc.pre(!isLength);
        const wrong = bytes.slice();
        wrong[place] = (wrong[place] ?? 0) ^ change;
        const isReadable = dissect(wrong, 5).fault === undefined;
        mask(wrong, 4, UNKNOWN);
        expect(isReadable || textOf(wrong)?.endsWith(SECRET) === false).toBe(true);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("are not to be seen in what is no MQTT at all, from somebody who is not in", () => {
    const bytes = utf8("GET / HTTP/1.1\r\nauthorization: Basic b3Blbi1zZXNhbWU=\r\n\r\n");
    mask(bytes, 4, UNKNOWN);
    expect(textOf(bytes)).toMatch(/^GET \/ HT\*+$/);
  });
});

describe("payloads that are left out", () => {
  const options = { hasPayloads: false, isKnown: true } as const;

  it("are overwritten in PUBLISH and in the will, and nothing else is", () => {
    const published = maskedText(publishPacket({ topic: "a/b", payload: "hello" }), 5, options);
    expect(published).toMatch(/a\/b.*\*{5}$/s);
    expect(maskedText(CONNECT, 5, options)).not.toContain("gone");
    const subscribe: Packet = {
      type: PacketType.Unsubscribe,
      packetId: 1,
      filters: ["a/b"],
      properties: NO_PROPERTIES,
    };
    expect(maskedText(subscribe, 5, options)).toContain("a/b");
  });

  it("are overwritten too where a PUBLISH cannot be read", () => {
    const bytes = encode(publishPacket({ topic: "a/b", payload: "hello" }), 5);
    bytes[0] = 0x36; // QoS 3
    mask(bytes, 5, options);
    expect(textOf(bytes)).not.toContain("hello");
  });
});
