import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { hex, toHex } from "../test-support/hex.ts";
import { ACK_BYTES, readShortAck, SHORT_ACK_BYTES, writeAck, writeShortAck } from "./acknowledgements.ts";
import { encode } from "./encode.ts";

const TYPES = [PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp] as const;

describe("acknowledgements written in place", () => {
  it.each(TYPES)(
    "are those of encode, for type %i, with its flags [5 MQTT-3.6.1-1] [3 MQTT-3.6.1-1]",
    (type) => {
      const buffer = new Uint8Array(ACK_BYTES + 1);
      expect(writeShortAck(buffer, 1, type, 0x1234)).toBe(1 + SHORT_ACK_BYTES);
      const packet = {
        type,
        packetId: 0x1234,
        reasonCode: ReasonCode.Success,
        properties: NO_PROPERTIES,
      } as const;
      expect(buffer.subarray(1, 1 + SHORT_ACK_BYTES)).toEqual(encode(packet, 4));
      expect(readShortAck(buffer, 1, 1 + SHORT_ACK_BYTES, type)).toBe(0x1234);
    },
  );

  it("have a reason code in 5.0 only, and only if there is something to say", () => {
    const written = (version: 4 | 5, reasonCode: ReasonCode) => {
      const buffer = new Uint8Array(ACK_BYTES);
      return toHex(buffer.subarray(0, writeAck(buffer, 0, version, PacketType.Pubrec, 7, reasonCode)));
    };
    expect(written(5, ReasonCode.QuotaExceeded)).toBe("5003000797");
    expect(written(5, ReasonCode.Success)).toBe("50020007");
    expect(written(4, ReasonCode.QuotaExceeded)).toBe("50020007");
  });

  it.each([
    ["another type", "50020007"],
    ["wrong flags", "41020007"],
    ["packet id 0", "40020000"],
    ["a reason code", "4003000700"],
  ])("are left to decode with %s", (_name, bytes) => {
    expect(readShortAck(hex(bytes), 0, bytes.length / 2, PacketType.Puback)).toBe(0);
  });
});
