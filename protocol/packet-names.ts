/** The names of the control packets in the specification, by their type (MQTT 5.0 §2.1.2). */
const PACKET_NAMES: readonly string[] = [
  "RESERVED",
  "CONNECT",
  "CONNACK",
  "PUBLISH",
  "PUBACK",
  "PUBREC",
  "PUBREL",
  "PUBCOMP",
  "SUBSCRIBE",
  "SUBACK",
  "UNSUBSCRIBE",
  "UNSUBACK",
  "PINGREQ",
  "PINGRESP",
  "DISCONNECT",
  "AUTH",
];

/** The name of a packet type in the specification, like "PUBLISH". */
export function packetName(type: number): string {
  return PACKET_NAMES[type] ?? `type ${type}`;
}
