import { NO_PROPERTIES, PacketType } from "../packets.ts";
import { hex } from "./hex.ts";
import type { PacketCase } from "./packet-case.ts";

const NO_WILL_PROPERTIES = NO_PROPERTIES;
const type = PacketType.Connect;

/** CONNECT (§3.1). */
export const CONNECT_CASES: readonly PacketCase[] = [
  {
    name: "CONNECT of 3.1",
    version: 3,
    hex: "10 0f 0006 4d5149736470 03 02 003c 0001 63",
    packet: {
      type,
      version: 3,
      clientId: "c",
      cleanStart: true,
      keepAliveSeconds: 60,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of a bridge that speaks 3.1",
    version: 3,
    hex: "10 0f 0006 4d5149736470 83 00 003c 0001 63",
    packet: {
      type,
      version: 3,
      bridge: true,
      clientId: "c",
      cleanStart: false,
      keepAliveSeconds: 60,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of 3.1.1 without a client id [3 MQTT-3.1.3-6]",
    version: 4,
    hex: "10 0c 0004 4d515454 04 02 0000 0000",
    packet: {
      type,
      version: 4,
      clientId: "",
      cleanStart: true,
      keepAliveSeconds: 0,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of a bridge that speaks 3.1.1",
    version: 4,
    hex: "10 0d 0004 4d515454 84 02 ffff 0001 62",
    packet: {
      type,
      version: 4,
      bridge: true,
      clientId: "b",
      cleanStart: true,
      keepAliveSeconds: 65_535,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of 3.1.1 with all there is, in its order [3 MQTT-3.1.3-1]",
    version: 4,
    hex: "10 1a 0004 4d515454 04 ee 000a 0001 63 0001 77 0002 00ff 0001 75 0001 70",
    packet: {
      type,
      version: 4,
      clientId: "c",
      cleanStart: true,
      keepAliveSeconds: 10,
      will: { topic: "w", payload: hex("00ff"), qos: 1, retain: true, properties: NO_WILL_PROPERTIES },
      userName: "u",
      password: hex("70"),
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of 3.1.1 with an empty user name and an empty will",
    version: 4,
    hex: "10 14 0004 4d515454 04 94 000a 0001 63 0001 77 0000 0000",
    packet: {
      type,
      version: 4,
      clientId: "c",
      cleanStart: false,
      keepAliveSeconds: 10,
      will: { topic: "w", payload: hex(""), qos: 2, retain: false, properties: NO_WILL_PROPERTIES },
      userName: "",
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of 5.0 without properties [5 MQTT-2.2.2-1]",
    version: 5,
    hex: "10 0e 0004 4d515454 05 02 001e 00 0001 63",
    packet: {
      type,
      version: 5,
      clientId: "c",
      cleanStart: true,
      keepAliveSeconds: 30,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of 5.0 with a password and no user name",
    version: 5,
    hex: "10 11 0004 4d515454 05 42 001e 00 0001 63 0001 70",
    packet: {
      type,
      version: 5,
      clientId: "c",
      cleanStart: true,
      keepAliveSeconds: 30,
      password: hex("70"),
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "CONNECT of 5.0 with every property, in its order [5 MQTT-3.1.3-1]",
    version: 5,
    hex: `10 61 0004 4d515454 05 f6 001e
      2a 11 0000000a 15 0001 6d 16 0001 64 17 00 19 01 21 0014 22 0005
         26 0001 6b 0001 76 26 0001 6b 0001 77 27 00010000
      0001 63
      1d 01 01 02 0000003c 03 0001 74 08 0001 72 09 0001 03 18 00000005 26 0000 0000
      0001 77 0001 31 0001 75 0000`,
    packet: {
      type,
      version: 5,
      clientId: "c",
      cleanStart: true,
      keepAliveSeconds: 30,
      will: {
        topic: "w",
        payload: hex("31"),
        qos: 2,
        retain: true,
        properties: {
          payloadFormatIndicator: 1,
          messageExpiryInterval: 60,
          contentType: "t",
          responseTopic: "r",
          correlationData: hex("03"),
          willDelayInterval: 5,
          userProperties: [["", ""]],
        },
      },
      userName: "u",
      password: hex(""),
      properties: {
        sessionExpiryInterval: 10,
        authenticationMethod: "m",
        authenticationData: hex("64"),
        requestProblemInformation: 0,
        requestResponseInformation: 1,
        receiveMaximum: 20,
        topicAliasMaximum: 5,
        userProperties: [
          ["k", "v"],
          ["k", "w"],
        ],
        maximumPacketSize: 65_536,
      },
    },
  },
];
