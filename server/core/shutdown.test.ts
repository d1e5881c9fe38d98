import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { createHarness } from "./test-support/harness.ts";
import { willOf } from "./test-support/packets.ts";

describe("a shutdown", () => {
  it("tells clients of 5.0 with 0x8B and closes all", () => {
    const { connect, open, broker, told } = createHarness();
    const [five, four, pending] = [
      connect({ clientId: "5" }),
      connect({ clientId: "4", version: 4 }),
      open(),
    ];
    broker.shutdown();
    expect([five.ended, four.ended, pending.ended]).toEqual([
      ReasonCode.ServerShuttingDown,
      "closed",
      "closed",
    ]);
    expect(told("clientDisconnected").map(({ cause }) => cause)).toEqual([
      "server-shutdown",
      "server-shutdown",
    ]);
  });

  it("lets every client hear every will before it is closed", () => {
    const { connect, broker } = createHarness();
    const clients = ["a", "b"].map((clientId) => connect({ clientId, will: willOf({ payload: clientId }) }));
    for (const client of clients) client.subscribe("will");
    broker.shutdown();
    expect(clients.map((client) => client.messages())).toEqual([
      ["will=a", "will=b"],
      ["will=a", "will=b"],
    ]);
  });

  it("sends at once what this tick had still to send", () => {
    const { connect, broker } = createHarness();
    const client = connect();
    client.handler.onBytes(Uint8Array.of(0xc0, 0));
    broker.shutdown();
    expect(client.takeAll()).toHaveLength(2);
  });

  it("passes nothing on from one member of a shared subscription to the next", () => {
    const { connect, broker } = createHarness();
    const members = ["a", "b", "c"].map((clientId) => connect({ clientId }));
    for (const member of members) member.subscribe("$share/g/t");
    connect({ clientId: "p" }).publish("t", "x", { qos: 1 });
    broker.shutdown();
    expect(members.map((member) => member.messages().length)).toEqual([1, 0, 0]);
  });

  it("leaves nothing behind in a broker without a store", () => {
    const { connect, broker } = createHarness();
    const clients = [
      connect({ clientId: "a", properties: { sessionExpiryInterval: 60 } }),
      connect({ clientId: "b" }),
    ];
    broker.shutdown();
    for (const client of clients) client.drop();
    expect(broker.inside.info().gauges).toMatchObject({
      connections: 0,
      sessions: 0,
      subscriptions: 0,
      outboundBytes: 0,
    });
  });
});
