import type { Dissection, Field } from "../dissect/field.ts";
import { PacketType } from "../packets.ts";
import { propertyById } from "../properties.ts";

/** The first field of this key, at any depth. */
export function fieldOf(fields: readonly Field[], key: string): Field | undefined {
  for (const field of fields) {
    const found = field.key === key ? field : fieldOf(field.parts, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

const valueAt = (fields: readonly Field[], key: string) => fieldOf(fields, key)?.value;
const isSet = (fields: readonly Field[], key: string) => valueAt(fields, key) === 1;
const all = (fields: readonly Field[], key: string) => fields.filter((field) => field.key === key);

/** The values that a reader finds in the fields of a whole packet, in the shape in which the codec gives them. */
export function packetFromFields({ fields, version }: Dissection): Record<string, unknown> {
  const type = valueAt(fields, "packetType");
  const rest = fields.slice(1);
  switch (type) {
    case PacketType.Connect:
      return { type, version, ...connect(rest) };
    case PacketType.Publish:
      return { type, ...publish(fields) };
    case PacketType.Subscribe:
      return { type, ...head(rest), subscriptions: items(rest, "subscription").map(subscription) };
    case PacketType.Unsubscribe:
      return { type, ...head(rest), filters: items(rest, "topicFilter").map(({ value }) => value) };
    case PacketType.Suback:
    case PacketType.Unsuback:
      return { type, ...head(rest), reasonCodes: items(rest, "reasonCode").map(({ value }) => value) };
    case PacketType.Pingreq:
    case PacketType.Pingresp:
      return { type };
    default:
      return { type, ...answer(rest, version === 3) };
  }
}

function head(fields: readonly Field[]): Record<string, unknown> {
  return { packetId: valueAt(fields, "packetId"), properties: properties(fieldOf(fields, "properties")) };
}

function items(fields: readonly Field[], key: string): Field[] {
  return all(fieldOf(fields, "packetPayload")?.parts ?? [], key);
}

function publish(fields: readonly Field[]): Record<string, unknown> {
  return {
    topic: valueAt(fields, "topicName"),
    payload: valueAt(fields, "applicationMessage") ?? new Uint8Array(0),
    qos: valueAt(fields, "qos"),
    retain: isSet(fields, "retain"),
    dup: isSet(fields, "dup"),
    packetId: valueAt(fields, "packetId") ?? 0,
    properties: properties(fieldOf(fields, "properties")),
  };
}

function connect(fields: readonly Field[]): Record<string, unknown> {
  const will = fieldOf(fields, "will")?.parts;
  const userName = valueAt(fields, "userName");
  const password = valueAt(fields, "password");
  const level = valueAt(fields, "protocolVersion");
  return {
    ...(Number(level) > 0x80 ? { bridge: true } : {}),
    clientId: valueAt(fields, "clientId"),
    cleanStart: isSet(fields, "cleanStart"),
    keepAliveSeconds: valueAt(fields, "keepAlive"),
    ...(will === undefined ? {} : { will: willOf(will, fields) }),
    ...(userName === undefined ? {} : { userName }),
    ...(password === undefined ? {} : { password }),
    properties: properties(fieldOf(fields, "properties")),
  };
}

function willOf(will: readonly Field[], fields: readonly Field[]): Record<string, unknown> {
  return {
    topic: valueAt(will, "willTopic"),
    payload: valueAt(will, "willPayload"),
    qos: valueAt(fields, "willQoS"),
    retain: isSet(fields, "willRetain"),
    properties: properties(fieldOf(will, "willProperties")),
  };
}

function subscription({ parts }: Field): Record<string, unknown> {
  return {
    filter: valueAt(parts, "topicFilter"),
    qos: valueAt(parts, "requestedQoS"),
    noLocal: isSet(parts, "noLocal"),
    retainAsPublished: isSet(parts, "retainAsPublished"),
    retainHandling: valueAt(parts, "retainHandling") ?? 0,
  };
}

function answer(fields: readonly Field[], hasNoSession: boolean): Record<string, unknown> {
  const flags = fieldOf(fields, "connectAcknowledgeFlags");
  const packetId = valueAt(fields, "packetId");
  return {
    ...(flags === undefined ? {} : { sessionPresent: !hasNoSession && isSet(flags.parts, "sessionPresent") }),
    ...(packetId === undefined ? {} : { packetId }),
    reasonCode: valueAt(fields, "reasonCode") ?? 0,
    properties: properties(fieldOf(fields, "properties")),
  };
}

function properties(group: Field | undefined): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const property of group?.parts.slice(1) ?? []) {
    const definition = propertyById(Number(valueAt(property.parts, "propertyIdentifier")));
    const value =
      property.key === "userProperties"
        ? [valueAt(property.parts, "propertyName"), valueAt(property.parts, "propertyValue")]
        : valueAt(property.parts, "value");
    if (definition?.isList !== true) found[property.key] = value;
    else found[property.key] = [...((found[property.key] as unknown[] | undefined) ?? []), value];
  }
  return found;
}
