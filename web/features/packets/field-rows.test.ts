import { expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { dissect } from "../../../protocol/dissect/dissect.ts";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { fieldRows, keysOfByte, valueText } from "./field-rows.ts";

const PUBLISH = encode(
  {
    type: PacketType.Publish,
    topic: "a/b",
    payload: Uint8Array.from({ length: 20 }, (_, at) => at),
    qos: 1,
    packetId: 5,
    retain: true,
    dup: false,
    properties: NO_PROPERTIES,
  },
  5,
);
const { fields } = dissect(PUBLISH, 5);
const NONE: ReadonlySet<string> = new Set();

it("has a line for each field, and fewer where one is closed", () => {
  const rows = fieldRows(fields, NONE);
  expect(rows.map(({ field }) => field.key)).toEqual(
    expect.arrayContaining(["fixedHeader", "packetType", "retain", "topicName", "applicationMessage"]),
  );
  const closed = fieldRows(fields, new Set(["0"]));
  expect(closed[0]).toMatchObject({ key: "0", level: 0, isExpanded: false });
  expect(closed[1]).toMatchObject({ key: "1", parentKey: undefined });
  expect(closed.length).toBeLessThan(rows.length);
});

it("finds the field of every byte, and never a bit of it", () => {
  const byKey = new Map(fieldRows(fields, NONE).map((row) => [row.key, row.field]));
  for (let byte = 0; byte < PUBLISH.length; byte++) {
    const keys = keysOfByte(fields, byte);
    const field = byKey.get(keys.at(-1) ?? "");
    expect(field?.bits).toBeUndefined();
    expect(field !== undefined && field.offset <= byte && byte < field.offset + field.length).toBe(true);
  }
  expect(keysOfByte(fields, PUBLISH.length)).toEqual([]);
});

it("shows bits in their places, text, numbers, and the beginning of bytes", () => {
  const shown = new Map(fieldRows(fields, NONE).map(({ field }) => [field.key, valueText(field)]));
  expect(shown.get("packetType")).toBe("0011 ····");
  expect(shown.get("qos")).toBe("···· ·01·");
  expect(shown.get("topicName")).toBe("a/b");
  expect(shown.get("packetId")).toBe("5");
  expect(shown.get("applicationMessage")).toBe("00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f …");
});
