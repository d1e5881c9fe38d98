import { Reader } from "./bytes/reader.ts";
import { Writer } from "./bytes/writer.ts";
import { MqttError } from "./errors.ts";
import { NO_PROPERTIES, type PacketType, type Properties, type UserProperty } from "./packets.ts";
import { PROPERTY_DEFINITIONS, type PropertyDefinition, PropertyKind } from "./property-definitions.ts";
import { ReasonCode } from "./reason-codes.ts";

/** Will properties stand in CONNECT, but are a list of their own (§3.1.3.2). */
export const WILL_PROPERTIES = 0;

/** What carries a list of properties: a packet, or the will within CONNECT. */
export type PropertyCarrier = PacketType | typeof WILL_PROPERTIES;

type Value = number | string | Uint8Array | UserProperty;

const NAMES: ReadonlySet<string> = new Set(PROPERTY_DEFINITIONS.map((definition) => definition.name));
const BY_ID: readonly (PropertyDefinition | undefined)[] = definitionsById();

function definitionsById(): (PropertyDefinition | undefined)[] {
  const byId: (PropertyDefinition | undefined)[] = [];
  for (const definition of PROPERTY_DEFINITIONS) byId[definition.id] = definition;
  return byId;
}

/** The property with this identifier, if there is one (§2.2.2.2). */
export function propertyById(id: number): PropertyDefinition | undefined {
  return BY_ID[id];
}

/** Whether this packet (or the will) may carry the property (§2.2.2.2, Table 2-4). */
export function mayCarry(carrier: PropertyCarrier, definition: PropertyDefinition): boolean {
  return (definition.carriers & (1 << carrier)) !== 0;
}

/** Whether the property may stand there more than once. */
export function mayRepeat(carrier: PropertyCarrier, definition: PropertyDefinition): boolean {
  return (definition.repeatsIn & (1 << carrier)) !== 0;
}

/** Reads the property length and the properties that a packet of this kind may carry (§2.2.2). */
export function readProperties(reader: Reader, carrier: PropertyCarrier): Properties {
  const end = readPropertiesEnd(reader);
  const within = new Reader(reader.buffer, reader.packetStart, reader.at, end);
  reader.at = end;
  return within.remaining === 0 ? NO_PROPERTIES : readPropertyList(within, carrier);
}

/** Reads the property length; the position where the properties end. */
export function readPropertiesEnd(reader: Reader): number {
  const length = reader.variableByteInteger("the property length");
  if (length <= reader.remaining) return reader.at + length;
  throw reader.error(ReasonCode.MalformedPacket, "the property length leads beyond the packet", "5 §2.2.2.1");
}

/** Reads properties up to the reader's end: the list without its length. */
export function readPropertyList(reader: Reader, carrier: PropertyCarrier): Properties {
  const found: Record<string, Value | Value[]> = {};
  while (reader.remaining > 0) {
    const start = reader.at;
    const definition = readDefinition(reader, carrier);
    const { name } = definition;
    const before = found[name];
    if (before !== undefined && !mayRepeat(carrier, definition)) {
      throw reader.error(
        ReasonCode.ProtocolError,
        `${definition.label} stands there twice`,
        definition.clause,
        start,
      );
    }
    const value = readValue(reader, definition);
    const problem = valueProblem(definition, value);
    if (problem !== undefined) throw reader.error(definition.reasonCode, problem, definition.clause, start);
    if (!definition.isList) found[name] = value;
    else if (Array.isArray(before)) (before as Value[]).push(value);
    else found[name] = [value];
  }
  return found as Properties;
}

/** Reads a property's identifier, and makes sure that it may stand there. */
export function readDefinition(reader: Reader, carrier: PropertyCarrier): PropertyDefinition {
  const start = reader.at;
  const id = reader.variableByteInteger("a property identifier");
  const definition = propertyById(id);
  if (definition !== undefined && mayCarry(carrier, definition)) return definition;
  const what =
    definition === undefined
      ? `there is no property 0x${id.toString(16)}`
      : `${definition.label} is not for this packet`;
  throw reader.error(ReasonCode.MalformedPacket, what, "5 §2.2.2.2", start);
}

function readValue(reader: Reader, { kind, label }: PropertyDefinition): Value {
  switch (kind) {
    case PropertyKind.Byte:
      return reader.u8(label);
    case PropertyKind.TwoByteInteger:
      return reader.u16(label);
    case PropertyKind.FourByteInteger:
      return reader.u32(label);
    case PropertyKind.VariableByteInteger:
      return reader.variableByteInteger(label);
    case PropertyKind.String:
      return reader.string(label);
    case PropertyKind.Binary:
      return reader.binary(label);
    case PropertyKind.StringPair:
      return [reader.string(`the name of a ${label}`), reader.string(`the value of a ${label}`)]; // [5 MQTT-1.5.7-1]
  }
}

/** What is wrong with a value that was well formed, or undefined. */
function valueProblem(
  { kind, label, minimum, isTopic }: PropertyDefinition,
  value: Value,
): string | undefined {
  if (typeof value === "number") {
    if (kind === PropertyKind.Byte && value > 1) return `${label} must be 0 or 1, not ${value}`;
    return value < minimum ? `${label} must not be ${value}` : undefined;
  }
  if (!isTopic || typeof value !== "string") return undefined;
  if (value === "") return `${label} is empty`;
  return /[+#]/.test(value) ? `${label} contains a wildcard` : undefined;
}

/** Writes the property length and the properties (§2.2.2); refuses what this packet may not carry. */
export function writeProperties(writer: Writer, properties: Properties, carrier: PropertyCarrier): void {
  const start = writer.beginLength(); // zero if there are none [5 MQTT-2.2.2-1]
  writePropertyList(writer, properties, carrier);
  writer.endLength(start, "the property length");
}

/** The bytes of a list of properties, without their length. */
export function encodePropertyList(properties: Properties, carrier: PropertyCarrier): Uint8Array {
  const writer = new Writer();
  writePropertyList(writer, properties, carrier);
  return writer.finish();
}

function writePropertyList(writer: Writer, properties: Properties, carrier: PropertyCarrier): void {
  for (const name in properties) {
    if (!NAMES.has(name)) throw unsendable(`there is no property "${name}"`);
  }
  for (const definition of PROPERTY_DEFINITIONS) {
    const value = properties[definition.name];
    if (value === undefined) continue;
    if (!mayCarry(carrier, definition)) throw unsendable(`${definition.label} is not for this packet`);
    writeProperty(writer, definition, value, carrier);
  }
}

/** Whether there is anything to write. */
export function hasProperties(properties: Properties): boolean {
  for (const name in properties) {
    if (properties[name as keyof Properties] !== undefined) return true;
  }
  return false;
}

function writeProperty(
  writer: Writer,
  definition: PropertyDefinition,
  value: NonNullable<Properties[keyof Properties]>,
  carrier: PropertyCarrier,
): void {
  if (!definition.isList) {
    writeOne(writer, definition, value as Value);
    return;
  }
  const values = value as readonly Value[];
  if (values.length > 1 && !mayRepeat(carrier, definition))
    throw unsendable(`${definition.label} may be sent only once`);
  for (const each of values) writeOne(writer, definition, each);
}

function writeOne(writer: Writer, definition: PropertyDefinition, value: Value): void {
  const problem = valueProblem(definition, value);
  if (problem !== undefined) throw unsendable(problem);
  writer.u8(definition.id);
  writeValue(writer, definition, value);
}

function writeValue(writer: Writer, { kind, label }: PropertyDefinition, value: Value): void {
  if (typeof value === "number") writeNumber(writer, kind, value, label);
  else if (typeof value === "string") writer.string(value, label);
  else if (value instanceof Uint8Array) writer.binary(value, label);
  else {
    writer.string(value[0], `the name of a ${label}`);
    writer.string(value[1], `the value of a ${label}`);
  }
}

function writeNumber(writer: Writer, kind: PropertyKind, value: number, label: string): void {
  if (kind === PropertyKind.Byte) writer.u8(value);
  else if (kind === PropertyKind.TwoByteInteger) writer.u16(value, label);
  else if (kind === PropertyKind.FourByteInteger) writer.u32(value, label);
  else writer.variableByteInteger(value, label);
}

function unsendable(message: string): MqttError {
  return new MqttError(ReasonCode.ProtocolError, message, { clause: "5 §2.2.2.2" });
}
