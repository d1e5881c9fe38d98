import { NO_PROPERTIES, PacketType, type SubscriptionOptions } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import type { PacketCase } from "./packet-case.ts";

const plain: Omit<SubscriptionOptions, "qos"> = {
  noLocal: false,
  retainAsPublished: false,
  retainHandling: 0,
};

/** SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK. */
export const SUBSCRIPTION_CASES: readonly PacketCase[] = [
  {
    name: "SUBSCRIBE of 3.1",
    version: 3,
    hex: "82 06 0001 0001 23 00",
    packet: {
      type: PacketType.Subscribe,
      packetId: 1,
      subscriptions: [{ filter: "#", qos: 0, ...plain }],
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "SUBSCRIBE of 3.1.1 with several filters",
    version: 4,
    hex: "82 0f 0102 0003 612f2b 02 0001 62 01 0000 00",
    packet: {
      type: PacketType.Subscribe,
      packetId: 258,
      subscriptions: [
        { filter: "a/+", qos: 2, ...plain },
        { filter: "b", qos: 1, ...plain },
        { filter: "", qos: 0, ...plain },
      ],
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "SUBSCRIBE of 5.0 with every option and property",
    version: 5,
    hex: "82 1a 0001 0b 0b ffffff7f 26 0000 0001 76 0001 61 2d 0001 62 1a 0001 63 00",
    packet: {
      type: PacketType.Subscribe,
      packetId: 1,
      subscriptions: [
        { filter: "a", qos: 1, noLocal: true, retainAsPublished: true, retainHandling: 2 },
        { filter: "b", qos: 2, noLocal: false, retainAsPublished: true, retainHandling: 1 },
        { filter: "c", qos: 0, ...plain },
      ],
      properties: { subscriptionIdentifiers: [268_435_455], userProperties: [["", "v"]] },
    },
  },
  {
    name: "SUBACK of 3.1.1",
    version: 4,
    hex: "90 06 0001 00 01 02 80",
    packet: {
      type: PacketType.Suback,
      packetId: 1,
      reasonCodes: [0, 1, 2, ReasonCode.UnspecifiedError],
      properties: NO_PROPERTIES,
    },
  },
  {
    name: "SUBACK of 5.0",
    version: 5,
    hex: "90 10 0001 0b 1f 0001 78 26 0001 6b 0001 76 a2 02",
    packet: {
      type: PacketType.Suback,
      packetId: 1,
      reasonCodes: [ReasonCode.WildcardSubscriptionsNotSupported, ReasonCode.GrantedQoS2],
      properties: { reasonString: "x", userProperties: [["k", "v"]] },
    },
  },
  {
    name: "UNSUBSCRIBE of 3.1.1",
    version: 4,
    hex: "a2 08 0001 0001 61 0001 23",
    packet: { type: PacketType.Unsubscribe, packetId: 1, filters: ["a", "#"], properties: NO_PROPERTIES },
  },
  {
    name: "UNSUBSCRIBE of 5.0",
    version: 5,
    hex: "a2 0d 0001 07 26 0001 6b 0001 76 0001 61",
    packet: {
      type: PacketType.Unsubscribe,
      packetId: 1,
      filters: ["a"],
      properties: { userProperties: [["k", "v"]] },
    },
  },
  {
    name: "UNSUBACK of 3.1.1",
    version: 4,
    hex: "b0 02 0001",
    packet: { type: PacketType.Unsuback, packetId: 1, reasonCodes: [], properties: NO_PROPERTIES },
  },
  {
    name: "UNSUBACK of 5.0",
    version: 5,
    hex: "b0 05 0001 00 00 11",
    packet: {
      type: PacketType.Unsuback,
      packetId: 1,
      reasonCodes: [ReasonCode.Success, ReasonCode.NoSubscriptionExisted],
      properties: NO_PROPERTIES,
    },
  },
];
