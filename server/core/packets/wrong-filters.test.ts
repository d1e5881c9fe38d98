import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";

const wrongFilters = ["", "a/#/b", "#/", "a#", "a+", "+a/b", "a/b+/c", "++"];
const wrongShares = ["$share/x", "$share/x/", "$share//a", "$share/+/a", "$share/a#/b", "$share/x/a#"];

const request = (filter: string) => ({
  filter,
  qos: 0 as const,
  noLocal: false,
  retainAsPublished: false,
  retainHandling: 0 as const,
});

describe.each([4, 5] as const)("a filter that is none, in version %i", (version) => {
  const filters = version === 5 ? [...wrongFilters, ...wrongShares] : wrongFilters;
  const end = version === 5 ? ReasonCode.MalformedPacket : "closed";

  it.each(filters)("in SUBSCRIBE ends the connection: %j [5 MQTT-4.13.1-1] [3 MQTT-4.8.0-1]", (filter) => {
    const { connect, told } = createHarness();
    const client = connect({ version });
    const subscriptions = [request("good"), request(filter)];
    client.send({ type: PacketType.Subscribe, packetId: 1, subscriptions, properties: {} });
    expect(client.ended).toBe(end);
    expect(told("subscribed")).toEqual([]);
  });

  it.each(filters)("in UNSUBSCRIBE ends the connection: %j [5 MQTT-4.13.1-1] [3 MQTT-4.8.0-1]", (filter) => {
    const { connect, told } = createHarness();
    const client = connect({ version });
    client.subscribe("good");
    client.send({ type: PacketType.Unsubscribe, packetId: 1, filters: ["good", filter], properties: {} });
    expect(client.ended).toBe(end);
    expect(told("unsubscribed")).toEqual([]);
  });
});
