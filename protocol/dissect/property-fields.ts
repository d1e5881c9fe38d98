import type { ProtocolVersion } from "../packets.ts";
import { propertyById } from "../properties.ts";
import { type PropertyDefinition, PropertyKind } from "../property-definitions.ts";
import type { Shown, Term } from "./field.ts";
import { bytesOf, type FieldCursor } from "./field-cursor.ts";
import { term } from "./terms.ts";

const FIRST_LONG_IDENTIFIER = 0x80;
const PROPERTY_VERSION: ProtocolVersion = 5;

/** Property length and properties (MQTT 5.0 §2.2.2). */
export function propertyFields(cursor: FieldCursor, key: "properties" | "willProperties"): void {
  cursor.group(term(key, PROPERTY_VERSION), () => {
    const length = cursor.variableByteInteger(term("propertyLength", PROPERTY_VERSION), bytesOf);
    cursor.within(length, () => {
      while (cursor.remaining > 0) cursor.hold(() => property(cursor));
    });
    return {};
  });
}

/** A property is shown whole also where its value is the fault, which the codec places at its identifier. */
function property(cursor: FieldCursor): void {
  const definition = propertyById(cursor.next);
  if (definition === undefined) {
    unknownProperty(cursor);
    return;
  }
  const { name: key, label: name, clause } = definition;
  cursor.group({ key, name, clause }, () => {
    cursor.u8(term("propertyIdentifier", PROPERTY_VERSION), () => name);
    return propertyValue(cursor, definition);
  });
}

function unknownProperty(cursor: FieldCursor): void {
  const name = term("propertyIdentifier", PROPERTY_VERSION);
  if (cursor.next < FIRST_LONG_IDENTIFIER) cursor.u8(name, () => "there is no such property");
  else cursor.variableByteInteger(name);
}

function propertyValue(cursor: FieldCursor, { kind, clause }: PropertyDefinition): Shown {
  const value: Term = { key: "value", name: "Value", clause };
  switch (kind) {
    case PropertyKind.Byte:
      return { value: cursor.u8(value) };
    case PropertyKind.TwoByteInteger:
      return { value: cursor.u16(value) };
    case PropertyKind.FourByteInteger:
      return { value: cursor.u32(value) };
    case PropertyKind.VariableByteInteger:
      return { value: cursor.variableByteInteger(value) };
    case PropertyKind.String:
      return { value: cursor.string(value) };
    case PropertyKind.Binary:
      cursor.binary(value);
      return {};
    case PropertyKind.StringPair:
      return stringPair(cursor);
  }
}

function stringPair(cursor: FieldCursor): Shown {
  const name = cursor.string(term("propertyName", PROPERTY_VERSION));
  const value = cursor.string(term("propertyValue", PROPERTY_VERSION));
  return { meaning: `${name}: ${value}` };
}
