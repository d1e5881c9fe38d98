import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";

const PINGREQ = [0xc0, 0];

describe("keep alive", () => {
  it("lets a client be silent for one and a half times its seconds [5 MQTT-3.1.2-22] [3 MQTT-3.1.2-24]", () => {
    const { connect, clock, told } = createHarness();
    const client = connect({ keepAliveSeconds: 10 });
    clock.advance(14.999);
    expect(client.ended).toBe("open");
    clock.advance(0.001);
    expect(client.ended).toBe(ReasonCode.KeepAliveTimeout);
    expect(told("clientDisconnected")).toMatchObject([{ cause: "keep-alive-timeout" }]);
  });

  it("closes without a word in 3.1.1 [3 MQTT-3.1.2-24]", () => {
    const { connect, clock } = createHarness();
    const client = connect({ version: 4, keepAliveSeconds: 10 });
    clock.advance(15);
    expect(client.ended).toBe("closed");
  });

  it("counts from what was heard last", () => {
    const { connect, clock } = createHarness();
    const client = connect({ keepAliveSeconds: 10 });
    for (let turn = 0; turn < 5; turn++) {
      clock.advance(14);
      client.sendBytes(...PINGREQ);
    }
    clock.advance(14.999);
    expect(client.ended).toBe("open");
    clock.advance(0.001);
    expect(client.ended).toBe(ReasonCode.KeepAliveTimeout);
  });

  it("hears whole packets alone, not the bytes of one that is never finished [5 MQTT-3.1.2-22] [3 MQTT-3.1.2-24]", () => {
    const { connect, clock } = createHarness();
    const client = connect({ keepAliveSeconds: 10 });
    client.sendBytes(0x30, 100);
    for (let second = 0; second < 15; second++) {
      expect(client.ended).toBe("open");
      clock.advance(1);
      client.sendBytes(0);
    }
    expect(client.ended).toBe(ReasonCode.KeepAliveTimeout);
  });

  it("hears a packet that came in pieces when its last one has come", () => {
    const { connect, clock } = createHarness();
    const client = connect({ keepAliveSeconds: 10 });
    client.sendBytes(0xc0);
    clock.advance(14);
    client.sendBytes(0);
    clock.advance(14.999);
    expect(client.ended).toBe("open");
  });

  it("is not asked for with 0", () => {
    const { connect, clock } = createHarness();
    const client = connect({ keepAliveSeconds: 0 });
    clock.advance(1_000_000);
    expect(client.ended).toBe("open");
  });

  it("is lowered to the server's, which the client is told [5 MQTT-3.2.2-21]", () => {
    const { connect, clock } = createHarness({ limits: { maximumKeepAliveSeconds: 60 } });
    const client = connect({ keepAliveSeconds: 120 });
    expect(client.connack?.properties.serverKeepAlive).toBe(60);
    clock.advance(90);
    expect(client.ended).toBe(ReasonCode.KeepAliveTimeout);
  });

  it("is set by the server for a client that wants none", () => {
    const { connect } = createHarness({ limits: { maximumKeepAliveSeconds: 60 } });
    expect(connect({ keepAliveSeconds: 0 }).connack?.properties.serverKeepAlive).toBe(60);
  });

  it("is the client's own when the server says nothing [5 MQTT-3.2.2-22]", () => {
    const { connect, clock } = createHarness({ limits: { maximumKeepAliveSeconds: 60 } });
    const client = connect({ keepAliveSeconds: 40 });
    expect(client.connack?.properties.serverKeepAlive).toBeUndefined();
    clock.advance(59.999);
    expect(client.ended).toBe("open");
    clock.advance(0.001);
    expect(client.ended).toBe(ReasonCode.KeepAliveTimeout);
  });

  it("stays as asked in 3.1.1, which cannot be told another", () => {
    const { connect, clock } = createHarness({ limits: { maximumKeepAliveSeconds: 60 } });
    const client = connect({ version: 4, keepAliveSeconds: 120 });
    clock.advance(179.999);
    expect(client.ended).toBe("open");
    clock.advance(0.001);
    expect(client.ended).toBe("closed");
  });

  it("rings no more once the client has gone", () => {
    const { connect, clock, told } = createHarness();
    connect({ keepAliveSeconds: 10 }).drop();
    clock.advance(100);
    expect(told("clientDisconnected")).toMatchObject([{ cause: "connection-lost" }]);
  });
});
