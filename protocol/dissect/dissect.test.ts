import { describe, expect, it } from "vitest";
import { hex } from "../test-support/hex.ts";
import { fieldOf } from "../test-support/packet-from-fields.ts";
import { dissect } from "./dissect.ts";
import type { Field } from "./field.ts";

const shown = ({ name, offset, length, bits, value, meaning, clause }: Field) => ({
  name,
  at: bits === undefined ? `${offset}+${length}` : `${offset}:${bits.high}-${bits.low}`,
  value,
  meaning,
  clause,
});

const partsOf = (bytes: string, version: 3 | 4 | 5, key: string) =>
  (fieldOf(dissect(hex(bytes), version).fields, key)?.parts ?? []).map(shown);

describe("a packet taken apart", () => {
  it("shows the first byte bit by bit [5 MQTT-2.1.3-1]", () => {
    expect(partsOf("3d 05 0001 61 000a", 4, "firstByte")).toEqual([
      { name: "MQTT Control Packet type", at: "0:7-4", value: 3, meaning: "PUBLISH", clause: "3 §2.2.1" },
      { name: "DUP", at: "0:3-3", value: 1, meaning: "sent again", clause: "3 §3.3.1.1" },
      { name: "QoS level", at: "0:2-1", value: 2, meaning: "Exactly once delivery", clause: "3 §3.3.1.2" },
      { name: "RETAIN", at: "0:0-0", value: 1, meaning: "retained", clause: "3 §3.3.1.3" },
    ]);
  });

  it("shows the remaining length byte by byte", () => {
    const { fields } = dissect(hex(`30 cb 01 0001 61 ${"78".repeat(200)}`), 4);
    const length = fieldOf(fields, "remainingLength");
    expect(length).toMatchObject({ value: 203, meaning: "203 bytes", offset: 1, length: 2 });
    expect(length?.parts.map(({ parts }) => parts.map(({ meaning }) => meaning))).toEqual([
      ["another byte follows", "75 × 1 = 75"],
      ["the last byte", "1 × 128 = 128"],
    ]);
  });

  it("shows connect flags bit by bit, by their names of 3.1.1 and 5.0", () => {
    const in4 = partsOf("10 0d 0004 4d515454 04 02 003c 0001 63", 5, "connectFlags");
    const in5 = partsOf("10 0e 0004 4d515454 05 02 003c 00 0001 63", 4, "connectFlags");
    expect(in4.map(({ name, value }) => `${name} ${value}`).join(", ")).toBe(
      "User Name Flag 0, Password Flag 0, Will Retain 0, Will QoS 0, Will Flag 0, Clean Session 1, Reserved 0",
    );
    expect(in5[5]).toMatchObject({ name: "Clean Start", at: "9:1-1", clause: "5 §3.1.2.4" });
  });

  it("shows subscription options bit by bit", () => {
    const options = partsOf("82 07 0001 00 0001 61 2d", 5, "subscriptionOptions");
    expect(options.map(({ name, value }) => `${name} ${value}`)).toEqual([
      "Reserved 0",
      "Retain Handling 2",
      "Retain As Published 1",
      "No Local 1",
      "Maximum QoS 1",
    ]);
  });

  it("shows a property with its identifier and value", () => {
    expect(partsOf("30 07 0000 03 23 0007 31", 5, "topicAlias")).toEqual([
      { name: "Identifier", at: "5+1", value: 0x23, meaning: "Topic Alias", clause: "5 §2.2.2.2" },
      { name: "Value", at: "6+2", value: 7, meaning: undefined, clause: "5 MQTT-3.3.2-8" },
    ]);
  });

  it("names reason codes by packet and version", () => {
    const meaning = (bytes: string, version: 3 | 4 | 5) =>
      fieldOf(dissect(hex(bytes), version).fields, "reasonCode")?.meaning;
    expect(meaning("e0 01 00", 5)).toBe("Normal disconnection");
    expect(meaning("40 03 0001 10", 5)).toBe("No matching subscribers");
    expect(meaning("90 04 0001 00 01", 5)).toBe("Granted QoS 1");
    expect(meaning("90 03 0001 80", 4)).toBe("Failure");
    expect(meaning("20 02 00 05", 4)).toBe("Connection Refused, not authorized");
  });
});

describe("malformed bytes", () => {
  it("are read up to the byte that is to blame, with the clause it broke", () => {
    const { fields, fault } = dissect(hex("40 05 0001 05 00 00"), 5);
    expect(fault).toMatchObject({ offset: 4, clause: "5 §2.4" });
    expect(fieldOf(fields, "reasonCode")).toMatchObject({ offset: 4, isFault: true });
    expect(fields.at(-1)).toMatchObject({ key: "notRead", offset: 5, length: 2 });
  });

  it("show the whole property whose value is to blame [5 MQTT-3.3.2-8]", () => {
    const { fields, fault } = dissect(hex("30 07 0001 61 03 23 0000"), 5);
    expect(fault).toMatchObject({ clause: "5 MQTT-3.3.2-8" });
    expect(fieldOf(fields, "topicAlias")).toMatchObject({ length: 3, value: 0 });
    expect(fieldOf(fields, "notRead")).toBeUndefined();
  });

  it("of an unknown protocol show what it asked for", () => {
    const { fields } = dissect(hex("10 0e 0004 4d515454 07 02 003c 00 0001 63"), 4);
    expect(fieldOf(fields, "protocolVersion")).toMatchObject({ value: 7, meaning: "not spoken here" });
    expect(fields.at(-1)).toMatchObject({ key: "notRead", offset: 9 });
  });

  it("keep what follows a packet apart from it", () => {
    const { fields, fault } = dissect(hex("c000 c000"), 4);
    expect(fault).toBeUndefined();
    expect(fields.at(-1)).toMatchObject({ key: "beyond", offset: 2, length: 2 });
  });
});

describe("a packet that was cut", () => {
  it("is no fault, and says how long it was", () => {
    const cut = dissect(hex("30 ff 7f 0003 612f62 3132"), 4);
    expect(cut).toMatchObject({ isWhole: false, totalBytes: 16_386, fault: undefined });
    expect(fieldOf(cut.fields, "applicationMessage")).toMatchObject({ offset: 8, length: 2 });
  });

  it("is judged by its head if only payload is missing [5 MQTT-3.3.2-8]", () => {
    const { fault } = dissect(hex("30 7f 0001 61 03 23 0000 31"), 5);
    expect(fault).toMatchObject({ clause: "5 MQTT-3.3.2-8" });
  });

  it("and of which nothing is there has no field", () => {
    expect(dissect(new Uint8Array(0), 5)).toMatchObject({
      fields: [],
      totalBytes: undefined,
      isWhole: false,
    });
  });
});
