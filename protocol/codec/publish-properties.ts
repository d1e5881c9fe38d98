import { copyBytes, copyInto } from "../bytes/copy.ts";
import { Reader } from "../bytes/reader.ts";
import { PacketType } from "../packets.ts";
import { mayRepeat, readDefinition } from "../properties.ts";
import { type PropertyDefinition, PropertyKind } from "../property-definitions.ts";
import { ReasonCode } from "../reason-codes.ts";

const PAYLOAD_FORMAT_INDICATOR = 0x01;
const MESSAGE_EXPIRY_INTERVAL = 0x02;
const SUBSCRIPTION_IDENTIFIER = 0x0b;
const TOPIC_ALIAS = 0x23;
const NOTHING = new Uint8Array(0);
const PLUS = 0x2b;
const HASH = 0x23;

/** Where the properties of a PUBLISH lie, and those that the broker acts on. */
export interface PublishProperties {
  readonly buffer: Uint8Array;
  /** Where the packet begins. */
  readonly start: number;
  readonly propertiesStart: number;
  readonly propertiesEnd: number;
  readonly hasOnlyForwardable: boolean;
  topicAlias: number;
  messageExpiryInterval: number;
  payloadFormatIndicator: number;
  hasSubscriptionIdentifier: boolean;
}

/**
 * Checks the properties of a PUBLISH (MQTT 5.0 §3.3.2.3) and notes those that the broker acts on. No value is made of
 * what only passes through: strings are checked where they lie.
 */
export function scanPublishProperties(view: PublishProperties, from: number, to: number): void {
  const reader = new Reader(view.buffer, view.start, from, to);
  let seenLow = 0;
  let seenHigh = 0;
  while (reader.remaining > 0) {
    const start = reader.at;
    const definition = readDefinition(reader, PacketType.Publish);
    const bit = 1 << (definition.id & 31);
    const isRepeated = definition.id < 32 ? (seenLow & bit) !== 0 : (seenHigh & bit) !== 0;
    if (isRepeated && !mayRepeat(PacketType.Publish, definition)) {
      throw reader.error(
        ReasonCode.ProtocolError,
        `${definition.label} stands there twice`,
        definition.clause,
        start,
      );
    }
    if (definition.id < 32) seenLow |= bit;
    else seenHigh |= bit;
    checkValue(view, reader, definition, start);
  }
}

/** The property bytes that pass through to subscribers, in their order [5 MQTT-3.3.2-18]: all but what is one connection's own. */
export function forwardableProperties(view: PublishProperties): Uint8Array {
  const { buffer, start, propertiesStart, propertiesEnd } = view;
  if (propertiesStart === propertiesEnd) return NOTHING;
  if (view.hasOnlyForwardable) return copyBytes(buffer, propertiesStart, propertiesEnd);
  const kept = new Uint8Array(propertiesEnd - propertiesStart);
  let length = 0;
  const reader = new Reader(buffer, start, propertiesStart, propertiesEnd);
  while (reader.remaining > 0) {
    const from = reader.at;
    const definition = readDefinition(reader, PacketType.Publish);
    skipValue(reader, definition);
    if (!belongsToConnection(definition.id)) length = copyInto(kept, length, buffer, from, reader.at);
  }
  return kept.subarray(0, length);
}

function belongsToConnection(id: number): boolean {
  return id === TOPIC_ALIAS || id === MESSAGE_EXPIRY_INTERVAL || id === SUBSCRIPTION_IDENTIFIER;
}

function checkValue(
  view: PublishProperties,
  reader: Reader,
  definition: PropertyDefinition,
  start: number,
): void {
  switch (definition.id) {
    case PAYLOAD_FORMAT_INDICATOR:
      view.payloadFormatIndicator = reader.u8(definition.label);
      if (view.payloadFormatIndicator > 1) throw wrongValue(reader, definition, start);
      return;
    case MESSAGE_EXPIRY_INTERVAL:
      view.messageExpiryInterval = reader.u32(definition.label);
      return;
    case TOPIC_ALIAS:
      view.topicAlias = reader.u16(definition.label);
      if (view.topicAlias === 0) throw wrongValue(reader, definition, start);
      return;
    case SUBSCRIPTION_IDENTIFIER:
      view.hasSubscriptionIdentifier = true;
      if (reader.variableByteInteger(definition.label) === 0) throw wrongValue(reader, definition, start);
      return;
    default:
      skipValue(reader, definition);
      if (definition.isTopic) checkTopic(reader, definition, start);
  }
}

/** Moves over a string, a pair of strings or binary data; what stands in strings is checked. */
function skipValue(reader: Reader, { kind, label }: PropertyDefinition): void {
  switch (kind) {
    case PropertyKind.Byte:
      reader.u8(label);
      return;
    case PropertyKind.TwoByteInteger:
      reader.u16(label);
      return;
    case PropertyKind.FourByteInteger:
      reader.u32(label);
      return;
    case PropertyKind.VariableByteInteger:
      reader.variableByteInteger(label);
      return;
    case PropertyKind.Binary:
      reader.skipBinary(label);
      return;
    case PropertyKind.StringPair:
      reader.skipString(label); // [5 MQTT-1.5.7-1]
      reader.skipString(label);
      return;
    case PropertyKind.String:
      reader.skipString(label);
  }
}

/** The string that was just moved over is a topic name, which has no wildcards [5 MQTT-3.3.2-14]. */
function checkTopic(reader: Reader, definition: PropertyDefinition, start: number): void {
  const text = start + 3;
  if (text === reader.at) throw wrongValue(reader, definition, start);
  for (let at = text; at < reader.at; at++) {
    const byte = reader.buffer[at];
    if (byte === PLUS || byte === HASH) throw wrongValue(reader, definition, start);
  }
}

function wrongValue(reader: Reader, definition: PropertyDefinition, start: number): Error {
  return reader.error(
    definition.reasonCode,
    `the value of ${definition.label} is not allowed`,
    definition.clause,
    start,
  );
}
