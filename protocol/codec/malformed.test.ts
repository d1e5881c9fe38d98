import { describe, expect, it } from "vitest";
import { MqttError } from "../errors.ts";
import { ReasonCode } from "../reason-codes.ts";
import { decodeAll } from "../test-support/decode-all.ts";
import { hex } from "../test-support/hex.ts";
import { MALFORMED_CASES } from "../test-support/malformed.ts";
import { UnsupportedProtocolError } from "./connect.ts";
import { PublishView } from "./publish.ts";

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Whether the second byte is the remaining length of what follows. */
function isWhole(bytes: Uint8Array): boolean {
  return bytes[1] === bytes.length - 2;
}

describe("malformed bytes end with their reason [5 MQTT-3.1.4-1] [3 MQTT-3.1.4-1]", () => {
  it.each(MALFORMED_CASES)("MQTT $version, $from: $name", (each) => {
    const direction = each.from === "client" ? "fromClient" : "fromServer";
    const error = errorOf(() => decodeAll(each.version, direction, hex(each.hex)));
    expect(error).toBeInstanceOf(MqttError);
    expect(error).toMatchObject({
      reasonCode: each.reasonCode,
      clause: expect.stringMatching(/^[35] (MQTT-|§)/),
    });
  });

  it.each(MALFORMED_CASES)("MQTT $version, $from, byte by byte: $name", (each) => {
    const direction = each.from === "client" ? "fromClient" : "fromServer";
    const bytes = Array.from(hex(each.hex), (byte) => Uint8Array.of(byte));
    const error = errorOf(() => decodeAll(each.version, direction, ...bytes));
    expect(error).toMatchObject({ reasonCode: each.reasonCode });
  });

  const publishes = MALFORMED_CASES.filter((each) => each.hex.startsWith("3") && isWhole(hex(each.hex)));
  it.each(publishes)(
    "MQTT $version, without decoding: $name",
    ({ version, hex: bytes, reasonCode, name }) => {
      const buffer = hex(bytes);
      const view = new PublishView();
      const error = errorOf(() => view.read(buffer, 0, 2, buffer.length, version));
      if (name.includes("[5 MQTT-3.3.4-6]")) expect(view.hasSubscriptionIdentifier).toBe(true);
      else expect(error).toMatchObject({ reasonCode });
    },
  );

  it("and the place of the fault, counted from the start of the packet", () => {
    const pingreq = "c000";
    const puback = "40 03 0001 05"; // 0x05 at offset 4
    const error = errorOf(() => decodeAll(5, "fromClient", hex(pingreq + puback)));
    expect(error).toMatchObject({ offset: 4, clause: "5 §2.4" });
  });

  it("and an unknown protocol with what it asked for", () => {
    const error = errorOf(() => decodeAll(4, "fromClient", hex("10 0e 0004 4d515454 07 02 003c 00 0001 63")));
    expect(error).toBeInstanceOf(UnsupportedProtocolError);
    expect(error).toMatchObject({ protocolName: "MQTT", protocolLevel: 7 });
  });

  it("and a server of 3.1.1 that answers a client of 5.0 is recognised", () => {
    const error = errorOf(() => decodeAll(5, "fromServer", hex("20 02 00 01")));
    expect(error).toMatchObject({ reasonCode: ReasonCode.UnsupportedProtocolVersion });
  });
});

describe("MQTT 3.1", () => {
  it("sends SUBSCRIBE, UNSUBSCRIBE and PUBREL again with DUP", () => {
    const packets = decodeAll(3, "fromClient", hex("8a 06 0001 0001 61 00 aa 05 0001 0001 61 6a 02 0001"));
    expect(packets.map(({ type }) => type)).toEqual([8, 10, 6]);
  });

  it("gives the first byte of CONNACK no meaning", () => {
    expect(decodeAll(3, "fromServer", hex("20 02 ff 00"))).toEqual([
      expect.objectContaining({ sessionPresent: false, reasonCode: 0 }),
    ]);
  });

  it("allows a user name that is announced but missing", () => {
    const packets = decodeAll(3, "fromClient", hex("10 0f 0006 4d5149736470 03 c2 003c 0001 63"));
    expect(packets).toEqual([expect.not.objectContaining({ userName: expect.anything() })]);
  });
});
