import { packetName } from "../../../../protocol/packet-names.ts";
import { type Packet, PacketType } from "../../../../protocol/packets.ts";
import { textOf } from "../packets.ts";

const SHOWN = 12;

/** A packet as a few words of a script. */
export function describePacket(packet: Packet): string {
  const name = packetName(packet.type);
  if (packet.type === PacketType.Publish) {
    const { topic, qos, retain, dup, packetId, payload, properties } = packet;
    const text = textOf(payload) ?? "";
    const flags = `${retain ? " retain" : ""}${dup ? " dup" : ""}${qos > 0 ? ` id ${packetId}` : ""}`;
    return `${name} ${topic} "${text.slice(0, SHOWN)}" QoS ${qos}${flags}${listed(properties)}`;
  }
  if (packet.type === PacketType.Connect) {
    const { version, cleanStart, keepAliveSeconds, will, properties } = packet;
    const last = will === undefined ? "" : ` will ${will.topic} QoS ${will.qos}${listed(will.properties)}`;
    return `${name} ${version}${cleanStart ? " clean" : ""} keep-alive ${keepAliveSeconds}${last}${listed(properties)}`;
  }
  if (packet.type === PacketType.Connack)
    return `${name} ${packet.sessionPresent ? "session present" : "new session"}`;
  if (packet.type === PacketType.Subscribe)
    return `${name} ${packet.subscriptions.map(({ filter, qos }) => `${filter} QoS ${qos}`).join(", ")}${listed(packet.properties)}`;
  if (packet.type === PacketType.Unsubscribe) return `${name} ${packet.filters.join(", ")}`;
  return "packetId" in packet ? `${name} ${packet.packetId}` : name;
}

function listed(properties: object): string {
  const text = JSON.stringify(properties);
  return text === "{}" ? "" : ` ${text}`;
}
