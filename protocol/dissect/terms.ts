import { PacketType, type ProtocolVersion } from "../packets.ts";
import type { Term } from "./field.ts";

type Row = readonly [name: string, section: string, nameIn3?: string, sectionIn3?: string];

/** What the fields are called, and where the specification speaks of them, in 5.0 and, where that differs, in 3.1.1. */
const TERMS = {
  fixedHeader: ["Fixed Header", "2.1", "Fixed Header", "2.2"],
  firstByte: ["Packet type and flags", "2.1.2", "Packet type and flags", "2.2.1"],
  packetType: ["MQTT Control Packet type", "2.1.2", "MQTT Control Packet type", "2.2.1"],
  reservedFlags: ["Flags", "2.1.3", "Flags", "2.2.2"],
  dup: ["DUP", "3.3.1.1"],
  qos: ["QoS level", "3.3.1.2"],
  retain: ["RETAIN", "3.3.1.3"],
  remainingLength: ["Remaining Length", "2.1.4", "Remaining Length", "2.2.3"],
  variableByteInteger: ["Encoded byte", "1.5.5", "Encoded byte", "2.2.3"],
  continuation: ["Continuation bit", "1.5.5", "Continuation bit", "2.2.3"],
  sevenBits: ["Value bits", "1.5.5", "Value bits", "2.2.3"],
  variableHeader: ["Variable Header", "2.2", "Variable Header", "2.3"],
  packetPayload: ["Payload", "2.3", "Payload", "2.4"],
  lengthPrefix: ["Length", "1.5.4", "Length", "1.5.3"],
  characters: ["UTF-8 encoded character data", "1.5.4", "UTF-8 encoded character data", "1.5.3"],
  binaryLength: ["Length", "1.5.6", "Length", "1.5.2"],
  binaryData: ["Binary Data", "1.5.6", "Data", "3.1.3"],
  packetId: ["Packet Identifier", "2.2.1", "Packet Identifier", "2.3.1"],
  properties: ["Properties", "2.2.2"],
  propertyLength: ["Property Length", "2.2.2.1"],
  propertyIdentifier: ["Identifier", "2.2.2.2"],
  propertyName: ["Name", "1.5.7"],
  propertyValue: ["Value", "1.5.7"],
  protocolName: ["Protocol Name", "3.1.2.1"],
  protocolVersion: ["Protocol Version", "3.1.2.2", "Protocol Level", "3.1.2.2"],
  connectFlags: ["Connect Flags", "3.1.2.3"],
  userNameFlag: ["User Name Flag", "3.1.2.8"],
  passwordFlag: ["Password Flag", "3.1.2.9"],
  willRetain: ["Will Retain", "3.1.2.7"],
  willQoS: ["Will QoS", "3.1.2.6"],
  willFlag: ["Will Flag", "3.1.2.5"],
  cleanStart: ["Clean Start", "3.1.2.4", "Clean Session", "3.1.2.4"],
  reserved: ["Reserved", "3.1.2.3"],
  keepAlive: ["Keep Alive", "3.1.2.10"],
  clientId: ["Client Identifier", "3.1.3.1"],
  will: ["Will", "3.1.2.5"],
  willProperties: ["Will Properties", "3.1.3.2"],
  willTopic: ["Will Topic", "3.1.3.3", "Will Topic", "3.1.3.2"],
  willPayload: ["Will Payload", "3.1.3.4", "Will Message", "3.1.3.3"],
  userName: ["User Name", "3.1.3.5", "User Name", "3.1.3.4"],
  password: ["Password", "3.1.3.6", "Password", "3.1.3.5"],
  connectAcknowledgeFlags: ["Connect Acknowledge Flags", "3.2.2.1"],
  connackReserved: ["Reserved", "3.2.2.1"],
  sessionPresent: ["Session Present", "3.2.2.1.1", "Session Present", "3.2.2.2"],
  topicName: ["Topic Name", "3.3.2.1"],
  applicationMessage: ["Application Message", "3.3.3"],
  subscription: ["Subscription", "3.8.3"],
  topicFilter: ["Topic Filter", "3.8.3"],
  subscriptionOptions: ["Subscription Options", "3.8.3.1", "Requested QoS", "3.8.3"],
  subscriptionReserved: ["Reserved", "3.8.3.1", "Reserved", "3.8.3"],
  retainHandling: ["Retain Handling", "3.8.3.1"],
  retainAsPublished: ["Retain As Published", "3.8.3.1"],
  noLocal: ["No Local", "3.8.3.1"],
  requestedQoS: ["Maximum QoS", "3.8.3.1", "Requested QoS", "3.8.3"],
  notRead: ["Not read", "4.13.1", "Not read", "4.8"],
  beyond: ["Behind the packet", "2.1.4", "Behind the packet", "2.2.3"],
} as const satisfies Record<string, Row>;

export type TermKey = keyof typeof TERMS;

/** What a field is called in this version of MQTT; 3.1 is read with the sections of 3.1.1. */
export function term(key: TermKey, version: ProtocolVersion): Term {
  const [name, section, nameIn3 = name, sectionIn3 = section]: Row = TERMS[key];
  return version === 5
    ? { key, name, clause: `5 §${section}` }
    : { key, name: nameIn3, clause: `3 §${sectionIn3}` };
}

/** Where each packet's reason code is described in 5.0. */
const REASON_SECTIONS: Readonly<Partial<Record<PacketType, string>>> = {
  [PacketType.Connack]: "3.2.2.2",
  [PacketType.Puback]: "3.4.2.1",
  [PacketType.Pubrec]: "3.5.2.1",
  [PacketType.Pubrel]: "3.6.2.1",
  [PacketType.Pubcomp]: "3.7.2.1",
  [PacketType.Suback]: "3.9.3",
  [PacketType.Unsuback]: "3.11.3",
  [PacketType.Disconnect]: "3.14.2.1",
  [PacketType.Auth]: "3.15.2.1",
};

/** What the reason code of this packet is called. */
export function reasonTerm(type: PacketType, version: ProtocolVersion): Term {
  if (version === 5) {
    return { key: "reasonCode", name: "Reason Code", clause: `5 §${REASON_SECTIONS[type] ?? "2.4"}` };
  }
  const clause = type === PacketType.Connack ? "3 §3.2.2.3" : "3 §3.9.3";
  return { key: "reasonCode", name: "Return Code", clause };
}
