import { NO_PROPERTIES, PacketType } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { hex } from "./hex.ts";
import type { PacketCase } from "./packet-case.ts";

const success = { packetId: 1, reasonCode: ReasonCode.Success, properties: NO_PROPERTIES } as const;
const why = { reasonString: "x" };

/** CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, PINGREQ, PINGRESP, DISCONNECT and AUTH. */
export const ANSWER_CASES: readonly PacketCase[] = [
  {
    name: "CONNACK of 3.1",
    version: 3,
    hex: "20 02 00 00",
    packet: { type: PacketType.Connack, sessionPresent: false, reasonCode: 0, properties: NO_PROPERTIES },
  },
  {
    name: "CONNACK of 3.1.1 with session present",
    version: 4,
    hex: "20 02 01 00",
    packet: { type: PacketType.Connack, sessionPresent: true, reasonCode: 0, properties: NO_PROPERTIES },
  },
  {
    name: "CONNACK of 3.1.1 that refuses [3 MQTT-3.2.2-4]",
    version: 4,
    hex: "20 02 00 05",
    packet: { type: PacketType.Connack, sessionPresent: false, reasonCode: 5, properties: NO_PROPERTIES },
  },
  {
    name: "CONNACK of 5.0 that refuses [5 MQTT-3.2.2-8] [5 MQTT-3.2.2-1]",
    version: 5,
    hex: "20 03 00 87 00",
    packet: { type: PacketType.Connack, sessionPresent: false, reasonCode: 0x87, properties: NO_PROPERTIES },
  },
  {
    name: "CONNACK of 5.0 with every property",
    version: 5,
    hex: `20 3f 01 00 3c 11 00000001 12 0001 69 13 000a 15 0001 6d 16 0001 64 1a 0001 72 1c 0001 73 1f 0001 78
      21 0001 22 0002 24 01 25 00 26 0001 6b 0001 76 27 00000005 28 01 29 00 2a 01`,
    packet: {
      type: PacketType.Connack,
      sessionPresent: true,
      reasonCode: 0,
      properties: {
        sessionExpiryInterval: 1,
        assignedClientIdentifier: "i",
        serverKeepAlive: 10,
        authenticationMethod: "m",
        authenticationData: hex("64"),
        responseInformation: "r",
        serverReference: "s",
        reasonString: "x",
        receiveMaximum: 1,
        topicAliasMaximum: 2,
        maximumQoS: 1,
        retainAvailable: 0,
        userProperties: [["k", "v"]],
        maximumPacketSize: 5,
        wildcardSubscriptionAvailable: 1,
        subscriptionIdentifierAvailable: 0,
        sharedSubscriptionAvailable: 1,
      },
    },
  },
  { name: "PUBACK of 3.1.1", version: 4, hex: "40 02 0001", packet: { type: PacketType.Puback, ...success } },
  { name: "PUBREC of 3.1.1", version: 4, hex: "50 02 0001", packet: { type: PacketType.Pubrec, ...success } },
  { name: "PUBREL of 3.1.1", version: 4, hex: "62 02 0001", packet: { type: PacketType.Pubrel, ...success } },
  {
    name: "PUBCOMP of 3.1.1",
    version: 4,
    hex: "70 02 0001",
    packet: { type: PacketType.Pubcomp, ...success },
  },
  { name: "PUBACK of 5.0", version: 5, hex: "40 02 0001", packet: { type: PacketType.Puback, ...success } },
  {
    name: "PUBACK of 5.0 with a reason",
    version: 5,
    hex: "40 03 0001 10",
    packet: { type: PacketType.Puback, ...success, reasonCode: ReasonCode.NoMatchingSubscribers },
  },
  {
    name: "PUBREC of 5.0 with properties",
    version: 5,
    hex: "50 08 0001 97 04 1f 0001 78",
    packet: { type: PacketType.Pubrec, packetId: 1, reasonCode: ReasonCode.QuotaExceeded, properties: why },
  },
  {
    name: "PUBREL of 5.0 with a reason",
    version: 5,
    hex: "62 03 0001 92",
    packet: { type: PacketType.Pubrel, ...success, reasonCode: ReasonCode.PacketIdentifierNotFound },
  },
  {
    name: "PUBCOMP of 5.0 that succeeds with properties",
    version: 5,
    hex: "70 08 0001 00 04 1f 0001 78",
    packet: { type: PacketType.Pubcomp, ...success, properties: why },
  },
  { name: "PINGREQ", version: 4, hex: "c0 00", packet: { type: PacketType.Pingreq } },
  { name: "PINGRESP", version: 5, hex: "d0 00", packet: { type: PacketType.Pingresp } },
  {
    name: "DISCONNECT of 3.1.1",
    version: 4,
    hex: "e0 00",
    packet: {
      type: PacketType.Disconnect,
      reasonCode: ReasonCode.NormalDisconnection,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "DISCONNECT of 5.0 that says nothing",
    version: 5,
    hex: "e0 00",
    packet: {
      type: PacketType.Disconnect,
      reasonCode: ReasonCode.NormalDisconnection,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "DISCONNECT of 5.0 with a reason",
    version: 5,
    hex: "e0 01 04",
    packet: {
      type: PacketType.Disconnect,
      reasonCode: ReasonCode.DisconnectWithWillMessage,
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "DISCONNECT of 5.0 with every property",
    version: 5,
    hex: "e0 16 9d 14 11 00000000 1c 0001 73 1f 0001 78 26 0001 6b 0001 76",
    packet: {
      type: PacketType.Disconnect,
      reasonCode: ReasonCode.ServerMoved,
      properties: {
        sessionExpiryInterval: 0,
        serverReference: "s",
        reasonString: "x",
        userProperties: [["k", "v"]],
      },
    },
  },
  {
    name: "AUTH that says nothing",
    version: 5,
    hex: "f0 00",
    packet: { type: PacketType.Auth, reasonCode: ReasonCode.Success, properties: NO_PROPERTIES },
  },
  {
    name: "AUTH with every property",
    version: 5,
    hex: "f0 15 18 13 15 0001 6d 16 0001 64 1f 0001 78 26 0001 6b 0001 76",
    packet: {
      type: PacketType.Auth,
      reasonCode: ReasonCode.ContinueAuthentication,
      properties: {
        authenticationMethod: "m",
        authenticationData: hex("64"),
        reasonString: "x",
        userProperties: [["k", "v"]],
      },
    },
  },
];
