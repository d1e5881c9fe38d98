import { describe, expect, it } from "vitest";
import { Reader } from "./bytes/reader.ts";
import { Writer } from "./bytes/writer.ts";
import { PacketType, type Properties } from "./packets.ts";
import {
  hasProperties,
  mayCarry,
  type PropertyCarrier,
  propertyById,
  readProperties,
  WILL_PROPERTIES,
  writeProperties,
} from "./properties.ts";
import { PROPERTY_DEFINITIONS, PropertyKind } from "./property-definitions.ts";
import { hex, toHex } from "./test-support/hex.ts";

const LETTERS: Readonly<Record<string, PropertyCarrier>> = {
  W: WILL_PROPERTIES,
  C: PacketType.Connect,
  K: PacketType.Connack,
  P: PacketType.Publish,
  a: PacketType.Puback,
  r: PacketType.Pubrec,
  l: PacketType.Pubrel,
  c: PacketType.Pubcomp,
  S: PacketType.Subscribe,
  s: PacketType.Suback,
  U: PacketType.Unsubscribe,
  u: PacketType.Unsuback,
  D: PacketType.Disconnect,
  A: PacketType.Auth,
};

const { Byte, TwoByteInteger, FourByteInteger, VariableByteInteger, Binary, StringPair } = PropertyKind;
const Utf8 = PropertyKind.String;

/** Table 2-4 of the specification (§2.2.2.2). */
const TABLE: readonly [id: number, kind: number, carriers: string][] = [
  [1, Byte, "PW"],
  [2, FourByteInteger, "PW"],
  [3, Utf8, "PW"],
  [8, Utf8, "PW"],
  [9, Binary, "PW"],
  [11, VariableByteInteger, "PS"],
  [17, FourByteInteger, "CKD"],
  [18, Utf8, "K"],
  [19, TwoByteInteger, "K"],
  [21, Utf8, "CKA"],
  [22, Binary, "CKA"],
  [23, Byte, "C"],
  [24, FourByteInteger, "W"],
  [25, Byte, "C"],
  [26, Utf8, "K"],
  [28, Utf8, "KD"],
  [31, Utf8, "KarlcsuDA"],
  [33, TwoByteInteger, "CK"],
  [34, TwoByteInteger, "CK"],
  [35, TwoByteInteger, "P"],
  [36, Byte, "K"],
  [37, Byte, "K"],
  [38, StringPair, "CKPWarlcSsUuDA"],
  [39, FourByteInteger, "CK"],
  [40, Byte, "K"],
  [41, Byte, "K"],
  [42, Byte, "K"],
];

function write(properties: Properties, carrier: PropertyCarrier): string {
  const writer = new Writer();
  writeProperties(writer, properties, carrier);
  return toHex(writer.finish());
}

function read(bytes: string, carrier: PropertyCarrier): Properties {
  const buffer = hex(bytes);
  return readProperties(new Reader(buffer, 0, 0, buffer.length), carrier);
}

describe("properties", () => {
  it("are the 27 of the specification", () => {
    expect(PROPERTY_DEFINITIONS.map(({ id }) => id)).toEqual(TABLE.map(([id]) => id));
  });

  it.each(TABLE)("%i has its type and stands in its packets only", (id, kind, carriers) => {
    const definition = propertyById(id);
    expect(definition?.kind).toBe(kind);
    const found = Object.entries(LETTERS).filter(
      ([, carrier]) => definition && mayCarry(carrier, definition),
    );
    expect(found.map(([letter]) => letter).sort()).toEqual([...carriers].sort());
  });

  it("are one byte, 0, when there are none [5 MQTT-2.2.2-1]", () => {
    expect(write({}, PacketType.Connect)).toBe("00");
    expect(read("00", PacketType.Connect)).toEqual({});
    expect(hasProperties({})).toBe(false);
  });

  it("keep the order of user properties, repeated ones too [5 MQTT-3.1.3-10] [5 MQTT-3.3.2-18]", () => {
    const userProperties = [
      ["b", "1"],
      ["a", "2"],
      ["b", "1"],
    ] as const;
    expect(read(write({ userProperties }, WILL_PROPERTIES), WILL_PROPERTIES)).toEqual({ userProperties });
  });

  it.each<[name: string, properties: Properties, carrier: PropertyCarrier]>([
    ["in a packet that may not carry them", { topicAlias: 1 }, PacketType.Connect],
    ["with a value that is not allowed", { receiveMaximum: 0 }, PacketType.Connect],
    ["with a number that is too large", { receiveMaximum: 65_536 }, PacketType.Connect],
    ["with a fraction", { sessionExpiryInterval: 0.5 }, PacketType.Connect],
    ["with a string that is too long", { reasonString: "x".repeat(65_536) }, PacketType.Puback],
    ["with two identifiers in SUBSCRIBE", { subscriptionIdentifiers: [1, 2] }, PacketType.Subscribe],
    ["with a wildcard in the response topic", { responseTopic: "a/+" }, PacketType.Publish],
    ["with an empty response topic [5 MQTT-4.7.3-1]", { responseTopic: "" }, WILL_PROPERTIES],
    ["that do not exist", { speed: 1 } as Properties, PacketType.Publish],
  ])("are not sent %s", (_name, properties, carrier) => {
    expect(() => write(properties, carrier)).toThrow(expect.objectContaining({ name: "MqttError" }));
  });
});
