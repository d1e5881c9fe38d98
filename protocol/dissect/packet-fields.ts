import { PacketType, type QoS, RetainHandling } from "../packets.ts";
import { reasonName } from "../reason-names.ts";
import { flag, qosMeaning, reserved } from "./bit-meanings.ts";
import { connectFields } from "./connect-fields.ts";
import type { BitPart, FieldCursor } from "./field-cursor.ts";
import { bytesOf } from "./field-cursor.ts";
import { propertyFields } from "./property-fields.ts";
import { reasonTerm, type TermKey, term } from "./terms.ts";

const CONNACK_FLAGS: readonly BitPart[] = [
  reserved("connackReserved", 7, 1),
  flag("sessionPresent", 0, "the server has resumed a session", "the session is new"),
];

const RETAIN_HANDLING_MEANINGS: Readonly<Record<number, string>> = {
  [RetainHandling.SendAtSubscribe]: "retained messages are sent",
  [RetainHandling.SendIfNew]: "retained messages are sent if the subscription is new",
  [RetainHandling.DoNotSend]: "retained messages are not sent",
};

const OPTIONS_IN_5: readonly BitPart[] = [
  reserved("subscriptionReserved", 7, 6),
  {
    term: "retainHandling",
    high: 5,
    low: 4,
    meaning: (value) => RETAIN_HANDLING_MEANINGS[value] ?? "Reserved – must not be used",
  },
  flag("retainAsPublished", 3, "RETAIN is kept as it was published", "RETAIN is cleared when forwarded"),
  flag(
    "noLocal",
    2,
    "the client's own messages are not sent to it",
    "the client's own messages are sent too",
  ),
  { term: "requestedQoS", high: 1, low: 0, meaning: qosMeaning },
];

const OPTIONS_IN_3: readonly BitPart[] = [
  reserved("subscriptionReserved", 7, 2),
  { term: "requestedQoS", high: 1, low: 0, meaning: qosMeaning },
];

/** What follows the fixed header of a packet of this type (MQTT 5.0 §3). */
export function packetFields(cursor: FieldCursor, type: number): void {
  switch (type) {
    case PacketType.Connect:
      connectFields(cursor);
      return;
    case PacketType.Publish:
      publishFields(cursor);
      return;
    case PacketType.Subscribe:
    case PacketType.Suback:
    case PacketType.Unsubscribe:
    case PacketType.Unsuback:
      listFields(cursor, type);
      return;
    default:
      if (cursor.remaining > 0) variableHeader(cursor, () => answerFields(cursor, type));
  }
}

function name(cursor: FieldCursor, key: TermKey) {
  return term(key, cursor.version);
}

function variableHeader(cursor: FieldCursor, read: () => void): void {
  cursor.group(name(cursor, "variableHeader"), () => {
    read();
    return {};
  });
}

/** §3.3 */
function publishFields(cursor: FieldCursor): void {
  const qos = (((cursor.bytes[0] ?? 0) >> 1) & 3) as QoS;
  variableHeader(cursor, () => {
    cursor.string(name(cursor, "topicName"), (text) =>
      text === "" ? "a topic alias stands for it" : undefined,
    );
    if (qos > 0) cursor.u16(name(cursor, "packetId"));
    if (cursor.version === 5) propertyFields(cursor, "properties");
  });
  const payload = cursor.remaining;
  cursor.leaf(name(cursor, "applicationMessage"), payload, (at) => ({
    value: cursor.bytes.subarray(at, at + payload),
    meaning: bytesOf(payload),
  }));
}

/** §3.2, §3.4 to §3.7, §3.14 and §3.15; whatever else has a body is not read. */
function answerFields(cursor: FieldCursor, type: number): void {
  const is5 = cursor.version === 5;
  if (type === PacketType.Connack) {
    cursor.bits(name(cursor, "connectAcknowledgeFlags"), CONNACK_FLAGS);
    reasonField(cursor, type);
    if (is5) propertyFields(cursor, "properties");
    return;
  }
  const isAcknowledgement = type >= PacketType.Puback && type <= PacketType.Pubcomp;
  if (isAcknowledgement) cursor.u16(name(cursor, "packetId"));
  const hasReason = isAcknowledgement || type === PacketType.Disconnect || type === PacketType.Auth;
  if (!is5 || !hasReason || cursor.remaining === 0) return;
  reasonField(cursor, type as PacketType);
  if (cursor.remaining > 0) propertyFields(cursor, "properties");
}

/** §3.8 to §3.11: a packet identifier, and a list as payload. */
function listFields(cursor: FieldCursor, type: PacketType): void {
  variableHeader(cursor, () => {
    cursor.u16(name(cursor, "packetId"));
    if (cursor.version === 5) propertyFields(cursor, "properties");
  });
  if (type === PacketType.Unsuback && cursor.version !== 5) return;
  cursor.group(name(cursor, "packetPayload"), () => {
    while (cursor.remaining > 0) listItem(cursor, type);
    return {};
  });
}

function listItem(cursor: FieldCursor, type: PacketType): void {
  if (type === PacketType.Subscribe) subscriptionFields(cursor);
  else if (type === PacketType.Unsubscribe) cursor.string(name(cursor, "topicFilter"));
  else reasonField(cursor, type);
}

/** §3.8.3 */
function subscriptionFields(cursor: FieldCursor): void {
  cursor.group(name(cursor, "subscription"), () => {
    const value = cursor.string(name(cursor, "topicFilter"));
    const layout = cursor.version === 5 ? OPTIONS_IN_5 : OPTIONS_IN_3;
    cursor.bits(name(cursor, "subscriptionOptions"), layout);
    return { value };
  });
}

function reasonField(cursor: FieldCursor, type: PacketType): void {
  const { version } = cursor;
  cursor.u8(reasonTerm(type, version), (code) => reasonName(type, code, version));
}
