import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { hex } from "../../../protocol/test-support/hex.ts";
import { MALFORMED_CASES } from "../../../protocol/test-support/malformed.ts";
import { createHarness } from "../test-support/harness.ts";

const CASES = MALFORMED_CASES.filter(({ from }) => from === "client").map((row) => [row.name, row] as const);

/** A publisher and a subscriber at QoS 1, who shall notice nothing. */
function setUp() {
  const harness = createHarness();
  const subscriber = harness.connect({ clientId: "subscriber" });
  subscriber.subscribe({ filter: "pair", qos: 1 });
  const publisher = harness.connect({ clientId: "publisher", version: 4 });
  let sent = 0;
  const exchange = (): void => publisher.publish("pair", String(sent++), { qos: 1 });
  const received = (): string[] => subscriber.messages();
  return { ...harness, publisher, exchange, received };
}

describe("malformed bytes", () => {
  it.each(CASES)(
    "%s: end their own connection, with the reason, and no other [5 MQTT-3.1.4-1] [5 MQTT-4.13.1-1] [3 MQTT-4.8.0-1]",
    (_name, row) => {
      const { open, connect, told, exchange, received, publisher, broker } = setUp();
      exchange();
      const client =
        row.when === "first" ? open(row.version) : connect({ clientId: "bad", version: row.version });
      client.sendBytes(...hex(row.hex));
      exchange();
      expect(client.wire.isEnded).toBe(true);
      const end = row.when === "first" ? told("clientRefused")[0] : told("clientDisconnected")[0];
      expect(end?.reasonCode).toBe(row.reasonCode);
      client.drop();
      exchange();
      expect(received()).toEqual(["pair=0", "pair=1", "pair=2"]);
      expect(publisher.take(PacketType.Puback)).toHaveLength(3);
      expect(broker.inside.info().gauges).toMatchObject({ connections: 2, sessions: 2 });
      expect(told("internalError")).toEqual([]);
    },
  );

  it.each(CASES.filter(([, { when, version }]) => when === "connected" && version === 5))(
    "%s: the client of 5.0 is told the reason [5 MQTT-4.13.1-1] [5 MQTT-4.13.2-1]",
    (_name, row) => {
      const client = createHarness().connect();
      client.sendBytes(...hex(row.hex));
      expect(client.ended).toBe(row.reasonCode);
    },
  );

  it.each(CASES)("%s: the same when it comes byte by byte", (_name, row) => {
    const { open, connect } = createHarness();
    const client = row.when === "first" ? open(row.version) : connect({ version: row.version });
    for (const byte of hex(row.hex)) client.sendBytes(byte);
    expect(client.wire.isEnded).toBe(true);
  });

  const oldConnects = CASES.filter(
    ([, { when, version, reasonCode }]) =>
      when === "first" && version === 4 && reasonCode === ReasonCode.MalformedPacket,
  );
  it.each(oldConnects)("%s: in a CONNECT of 3.1.1 end it without CONNACK [3 MQTT-3.1.4-1]", (_name, row) => {
    const client = createHarness().open(4);
    client.sendBytes(...hex(row.hex));
    expect([client.ended, client.takeAll()]).toEqual(["closed", []]);
  });

  it("in a CONNECT of 5.0 are answered with CONNACK that says why", () => {
    const client = createHarness().open();
    client.sendBytes(...hex("10 0e 0004 4d515454 05 03 003c 00 0001 63"));
    expect(client.take(PacketType.Connack)).toMatchObject([
      { reasonCode: 0x81, properties: { reasonString: expect.stringContaining("MQTT-3.1.2-3") } },
    ]);
    expect(client.ended).toBe("closed");
  });
});
