import { NO_PROPERTIES, PacketType } from "../packets.ts";
import { hex } from "./hex.ts";
import type { PacketCase } from "./packet-case.ts";

const LONG = "78".repeat(200);
const plain = { type: PacketType.Publish, retain: false, dup: false, properties: NO_PROPERTIES } as const;

/** PUBLISH (§3.3). */
export const PUBLISH_CASES: readonly PacketCase[] = [
  {
    name: "PUBLISH at QoS 0 has no packet id [3 MQTT-2.3.1-5]",
    version: 4,
    hex: "30 06 0003 612f62 31",
    packet: { ...plain, topic: "a/b", payload: hex("31"), qos: 0, packetId: 0 },
  },
  {
    name: "PUBLISH of 3.1, empty and retained",
    version: 3,
    hex: "31 03 0001 61",
    packet: { ...plain, topic: "a", payload: hex(""), qos: 0, packetId: 0, retain: true },
  },
  {
    name: "PUBLISH at QoS 1",
    version: 4,
    hex: "32 06 0001 61 000a 00",
    packet: { ...plain, topic: "a", payload: hex("00"), qos: 1, packetId: 10 },
  },
  {
    name: "PUBLISH at QoS 2, again and retained",
    version: 4,
    hex: "3d 06 0002 c3a9 ffff",
    packet: { ...plain, topic: "é", payload: hex(""), qos: 2, packetId: 65_535, dup: true, retain: true },
  },
  {
    name: "PUBLISH with a length of two bytes",
    version: 4,
    hex: `30 cb 01 0001 61 ${LONG}`,
    packet: { ...plain, topic: "a", payload: hex(LONG), qos: 0, packetId: 0 },
  },
  {
    name: "PUBLISH of 5.0 without properties [5 MQTT-2.2.1-2] [5 MQTT-2.2.2-1]",
    version: 5,
    hex: "30 05 0001 61 00 31",
    packet: { ...plain, topic: "a", payload: hex("31"), qos: 0, packetId: 0 },
  },
  {
    name: "PUBLISH of 5.0 with an alias instead of a topic",
    version: 5,
    hex: "30 07 0000 03 23 0007 31",
    packet: { ...plain, topic: "", payload: hex("31"), qos: 0, packetId: 0, properties: { topicAlias: 7 } },
  },
  {
    name: "PUBLISH of 5.0 with every property",
    version: 5,
    hex: `34 33 0001 61 0001
      2c 01 00 02 ffffffff 03 0001 74 08 0003 722f73 09 0002 0001 0b 01 0b 8001 23 ffff
         26 0001 62 0001 31 26 0001 61 0001 32
      31`,
    packet: {
      ...plain,
      topic: "a",
      payload: hex("31"),
      qos: 2,
      packetId: 1,
      properties: {
        payloadFormatIndicator: 0,
        messageExpiryInterval: 0xffff_ffff,
        contentType: "t",
        responseTopic: "r/s",
        correlationData: hex("0001"),
        subscriptionIdentifiers: [1, 128],
        topicAlias: 65_535,
        userProperties: [
          ["b", "1"],
          ["a", "2"],
        ],
      },
    },
  },
  {
    name: "PUBLISH of 5.0 whose properties take more than 127 bytes",
    version: 5,
    hex: `30 d2 01 0001 61 cb 01 03 00c8 ${LONG} 31 32`,
    packet: {
      ...plain,
      topic: "a",
      payload: hex("3132"),
      qos: 0,
      packetId: 0,
      properties: { contentType: "x".repeat(200) },
    },
  },
];
