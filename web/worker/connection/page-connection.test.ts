import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { publish } from "../test-support/byte-broker.ts";
import { OPTIONS, TestPage } from "../test-support/test-page.ts";

describe("the page's connection", () => {
  it("connects with what was asked, and subscribes to the tree's filters with Retain As Published [5 MQTT-6.0.0-3] [3 MQTT-6.0.0-3]", async () => {
    const page = new TestPage();
    await page.attach({ userName: "u", password: "p", sessionExpirySeconds: 60 });
    await page.pass(250);
    const { received, protocols } = page.broker.last;
    expect(protocols).toEqual(["mqtt"]);
    expect(received[0]).toMatchObject({
      type: PacketType.Connect,
      version: 5,
      clientId: "page",
      userName: "u",
      password: new TextEncoder().encode("p"),
      keepAliveSeconds: 20,
      properties: { sessionExpiryInterval: 60 },
    });
    expect(received[1]).toMatchObject({
      type: PacketType.Subscribe,
      subscriptions: [{ filter: "#", qos: 2, noLocal: false, retainAsPublished: true, retainHandling: 0 }],
      properties: { subscriptionIdentifiers: [1] },
    });
    expect(page.seen.connection).toMatchObject({
      connection: {
        phase: "connected",
        granted: { receiveMaximum: 65_535, hasSubscriptionIdentifiers: true },
      },
      baseFilters: [{ filter: "#", state: "granted", grantedQoS: 2 }],
      retainedMark: "live",
    });
  });

  it("tells what CONNACK grants, and what the broker has changed", async () => {
    const page = new TestPage();
    const properties = {
      assignedClientIdentifier: "given",
      serverKeepAlive: 5,
      sharedSubscriptionAvailable: 0,
      responseInformation: "answers/",
      userProperties: [
        ["a", "1"],
        ["a", "2"],
      ],
    } as const;
    page.broker.connack = { ...page.broker.connack, properties };
    await page.attach({ clientId: "", properties: { receiveMaximum: 9, requestResponseInformation: 1 } });
    expect(page.broker.last.connect?.properties).toEqual({
      receiveMaximum: 9,
      requestResponseInformation: 1,
    });
    expect(page.seen.connection?.connection).toMatchObject({
      granted: {
        clientId: "given",
        keepAliveSeconds: 5,
        changed: ["clientId", "keepAlive"],
        hasSharedSubscriptions: false,
        responseInformation: "answers/",
        userProperties: properties.userProperties,
      },
    });
  });

  it("names the server that it is sent to", async () => {
    const page = new TestPage();
    page.broker.connack = {
      ...page.broker.connack,
      reasonCode: ReasonCode.UseAnotherServer,
      properties: { serverReference: "other:1883" },
    };
    await page.attach();
    expect(page.seen.connection?.connection).toMatchObject({
      cause: { kind: "refused", serverReference: "other:1883" },
    });
  });

  it("speaks 3.1 under its own subprotocol, without what only 5.0 knows", async () => {
    const page = new TestPage();
    await page.attach({ version: 3, sessionExpirySeconds: 60 });
    expect(page.broker.last.protocols).toEqual(["mqttv3.1"]);
    expect(page.broker.last.connect).toMatchObject({ version: 3, properties: NO_PROPERTIES });
    expect(page.seen.connection?.retainedMark).toBe("at-subscribe");
  });

  it("subscribes to nothing of a foreign broker before it is told what", async () => {
    const page = new TestPage();
    page.send({
      type: "attach",
      broker: "foreign",
      options: { ...OPTIONS, url: "ws://other/mqtt" },
      baseFilters: [],
      expandedPaths: [],
    });
    page.broker.accept();
    await page.pass(0);
    expect(page.broker.last.received.map((packet) => packet.type)).toEqual([PacketType.Connect]);
    page.send({ type: "setBaseFilters", baseFilters: [{ filter: "lab/#", qos: 0 }] });
    await page.pass(0);
    await page.pass(300);
    expect(page.seen.connection?.baseFilters).toEqual([
      { filter: "lab/#", qos: 0, state: "granted", reasonCode: 0, grantedQoS: 0 },
    ]);
  });

  it("says why it was refused, and does not try again", async () => {
    const page = new TestPage();
    page.broker.connack = {
      ...page.broker.connack,
      reasonCode: ReasonCode.NotAuthorized,
      properties: { reasonString: "who?" },
    };
    await page.attach();
    await page.pass(60_000);
    expect(page.seen.connection?.connection).toEqual({
      phase: "refused",
      cause: { kind: "refused", reasonCode: ReasonCode.NotAuthorized, reasonString: "who?" },
    });
    expect(page.broker.ends).toHaveLength(1);
  });

  it("translates the return codes of 3.1.1", async () => {
    const page = new TestPage();
    page.broker.connack = { ...page.broker.connack, reasonCode: 4 };
    await page.attach({ version: 4 });
    expect(page.seen.connection?.connection).toMatchObject({
      cause: { kind: "refused", reasonCode: ReasonCode.BadUserNameOrPassword },
    });
  });

  it("comes back by itself, waiting longer each time, and subscribes again", async () => {
    const page = new TestPage();
    await page.attach();
    page.broker.isReachable = false;
    page.broker.last.close();
    await page.pass(0);
    expect(page.seen.connection?.connection).toMatchObject({
      phase: "reconnecting",
      attempt: 1,
      cause: { kind: "connection-lost" },
    });
    for (const delay of [500, 1_000, 2_000, 4_000, 8_000, 10_000]) {
      const before = page.broker.ends.length;
      page.clock.pass(delay - 101);
      expect(page.broker.ends).toHaveLength(before);
      await page.pass(1);
      expect(page.broker.ends).toHaveLength(before + 1);
      page.broker.accept();
    }
    page.broker.isReachable = true;
    await page.pass(10_000);
    page.broker.accept();
    await page.pass(0);
    expect(page.phase).toBe("connected");
    expect(page.broker.last.received.map((packet) => packet.type)).toEqual([
      PacketType.Connect,
      PacketType.Subscribe,
    ]);
  });

  it("does not wait when the user asks for it now", async () => {
    const page = new TestPage();
    await page.attach();
    page.broker.last.close();
    await page.pass(0);
    page.send({ type: "reconnectNow" });
    page.broker.accept();
    await page.pass(0);
    expect(page.phase).toBe("connected");
    await page.pass(30_000);
    expect(page.broker.ends).toHaveLength(2);
  });

  it("does not fight for its client id, nor with an operator", async () => {
    const page = new TestPage();
    await page.attach();
    page.broker.last.say({
      type: PacketType.Disconnect,
      reasonCode: ReasonCode.SessionTakenOver,
      properties: NO_PROPERTIES,
    });
    await page.pass(60_000);
    expect(page.seen.connection?.connection).toEqual({
      phase: "closed",
      cause: { kind: "closed-by-server", reasonCode: ReasonCode.SessionTakenOver },
    });
    expect(page.broker.ends).toHaveLength(1);
  });

  it("says that it is stale when a ping is overdue, and gives up in the end", async () => {
    const page = new TestPage();
    await page.attach();
    page.broker.deaf.add(PacketType.Pingreq);
    await page.pass(23_000);
    expect(page.phase).toBe("stale");
    page.broker.last.say(publish("a", "1"));
    await page.pass(0);
    expect(page.phase).toBe("connected");
    await page.pass(45_000);
    expect(page.broker.ends.length).toBeGreaterThan(1);
  });

  it("gives up on a broker that never answers CONNECT", async () => {
    const page = new TestPage();
    page.broker.deaf.add(PacketType.Connect);
    await page.attach();
    await page.pass(10_000);
    expect(page.seen.connection?.connection).toMatchObject({
      phase: "reconnecting",
      cause: { kind: "no-answer", seconds: 10 },
    });
  });

  it.each([
    ["a text frame [5 MQTT-6.0.0-1] [3 MQTT-6.0.0-1]", "text"],
    ["bytes that are no packet", "bytes"],
  ])("ends with the reason when %s comes", async (_, kind) => {
    const page = new TestPage();
    await page.attach();
    if (kind === "text") page.broker.last.sayText("hello");
    else page.broker.last.sayBytes(new Uint8Array([0x00, 0x00]));
    await page.pass(0);
    expect(page.seen.connection?.connection).toMatchObject({
      phase: "closed",
      cause: { kind: "protocol-error" },
    });
    expect(page.broker.last.isOpen).toBe(false);
  });

  it("says that an address is none", async () => {
    const page = new TestPage();
    page.send({
      type: "attach",
      broker: "foreign",
      options: { ...OPTIONS, url: "no address" },
      baseFilters: [],
      expandedPaths: [],
    });
    await page.pass(0);
    expect(page.seen.connection?.connection).toEqual({
      phase: "closed",
      cause: { kind: "bad-url", url: "no address" },
    });
  });

  it("reads what came before the wire was closed", async () => {
    const page = new TestPage();
    await page.attach();
    page.broker.last.say(publish("last/words", "bye"), {
      type: PacketType.Disconnect,
      reasonCode: ReasonCode.ServerShuttingDown,
      properties: NO_PROPERTIES,
    });
    page.broker.last.close();
    await page.pass(0);
    expect(page.seen.topics?.topicCount).toBe(1);
    expect(page.seen.connection?.connection).toMatchObject({
      phase: "reconnecting",
      cause: { kind: "closed-by-server", reasonCode: ReasonCode.ServerShuttingDown },
    });
  });

  it("reads packets in order, however frames cut them [5 MQTT-6.0.0-2] [3 MQTT-6.0.0-2] [3 MQTT-7.1.2-1]", async () => {
    const page = new TestPage();
    await page.attach();
    const bytes = ["a", "b"].flatMap((topic) => [...encode(publish(topic, topic), 5)]);
    for (const byte of bytes) page.broker.last.sayBytes(Uint8Array.of(byte));
    page.broker.last.sayBytes(Uint8Array.from([...bytes, ...bytes]));
    await page.pass(0);
    expect(page.seen.topics?.topicCount).toBe(2);
    expect(page.seen.connection?.connection.phase).toBe("connected");
  });

  it("says DISCONNECT when it leaves", async () => {
    const page = new TestPage();
    await page.attach();
    const { last } = page.broker;
    page.send({ type: "detach" });
    expect(last.received.at(-1)).toMatchObject({ type: PacketType.Disconnect, reasonCode: 0 });
    expect(page.phase).toBe("closed");
  });
});
