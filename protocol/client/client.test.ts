import { describe, expect, it } from "vitest";
import { encode } from "../codec/encode.ts";
import type { PublishView } from "../codec/publish.ts";
import { NO_PROPERTIES, type Packet, PacketType } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { clientWire, connack, connectedWire, serverPublish } from "../test-support/client-wire.ts";
import { decodeAll } from "../test-support/decode-all.ts";

const hello = { topic: "t", payload: Uint8Array.of(1), qos: 0, retain: false } as const;
const suback = (packetId: number, ...reasonCodes: ReasonCode[]): Packet => ({
  type: PacketType.Suback,
  packetId,
  reasonCodes,
  properties: NO_PROPERTIES,
});
const request = (filter: string) =>
  ({ filter, qos: 1, noLocal: false, retainAsPublished: true, retainHandling: 0 }) as const;

describe("connecting", () => {
  it.each([3, 4, 5] as const)(
    "sends CONNECT of version %i first [5 MQTT-3.1.0-1] [3 MQTT-3.1.0-1]",
    (version) => {
      const will = { topic: "w", payload: Uint8Array.of(2), qos: 1, retain: true, properties: {} } as const;
      const options = { version, userName: "u", password: Uint8Array.of(3), will };
      const { client, sent } = clientWire(options);
      client.connect();
      expect(sent()).toEqual([
        {
          type: PacketType.Connect,
          clientId: "c",
          cleanStart: true,
          keepAliveSeconds: 60,
          properties: {},
          ...options,
        },
      ]);
      expect(client.isConnected).toBe(false);
    },
  );

  it("is done when CONNACK accepts", () => {
    const { client, connacks } = connectedWire({}, { receiveMaximum: 3, maximumQoS: 1 });
    expect(client.isConnected).toBe(true);
    expect(connacks).toHaveLength(1);
    expect(client.serverLimits).toMatchObject({ receiveMaximum: 3, maximumQoS: 1, isRetainAvailable: true });
  });

  it("keeps the client identifier that the server gave [5 MQTT-3.1.3-7]", () => {
    const { client, sent } = connectedWire({ clientId: "" }, { assignedClientIdentifier: "auto-1" });
    client.connect();
    expect(client.clientId).toBe("auto-1");
    expect(sent()).toEqual([expect.objectContaining({ clientId: "auto-1" })]);
  });

  it("tells of a refusal and sends nothing more", () => {
    const { client, connacks, sent, server } = clientWire();
    client.connect();
    sent();
    server(connack(false, NO_PROPERTIES, ReasonCode.NotAuthorized));
    client.publish(hello);
    expect(connacks).toEqual([expect.objectContaining({ reasonCode: ReasonCode.NotAuthorized })]);
    expect([client.isConnected, sent()]).toEqual([false, []]);
  });

  it.each([
    ["a session after a clean start [5 MQTT-3.2.2-4]", connack(true)],
    ["anything before CONNACK [5 MQTT-3.2.0-1]", serverPublish()],
  ])("ends with an error for %s", (_, packet) => {
    const { client, errors, server } = clientWire();
    client.connect();
    server(packet);
    expect(errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.ProtocolError })]);
    expect(client.isConnected).toBe(false);
  });
});

describe("the end of a connection", () => {
  it("is DISCONNECT, and nothing after it [5 MQTT-3.14.4-1] [5 MQTT-3.14.4-2] [3 MQTT-3.14.4-2]", () => {
    const { client, sent } = connectedWire();
    client.disconnect(ReasonCode.DisconnectWithWillMessage);
    client.publish(hello);
    client.disconnect();
    expect(sent()).toEqual([{ type: PacketType.Disconnect, reasonCode: 4, properties: {} }]);
  });

  it("is told when the server disconnects", () => {
    const { client, disconnects, server } = connectedWire();
    const reasonCode = ReasonCode.SessionTakenOver;
    server({ type: PacketType.Disconnect, reasonCode, properties: {} }, serverPublish());
    expect(disconnects).toEqual([expect.objectContaining({ reasonCode })]);
    expect(client.isConnected).toBe(false);
  });

  it("tells the server what it did wrong, in 5.0 [5 MQTT-4.13.1-1]", () => {
    const { client, errors, sent } = connectedWire();
    client.receive(Uint8Array.of(0x36, 0x00)); // QoS 3
    expect(errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.MalformedPacket })]);
    expect(sent()).toEqual([expect.objectContaining({ reasonCode: ReasonCode.MalformedPacket })]);
  });

  it("is without a word in 3.1.1", () => {
    const { client, errors, sent } = connectedWire({ version: 4 });
    client.receive(Uint8Array.of(0x36, 0x00));
    expect([errors.length, sent()]).toEqual([1, []]);
  });

  it.each([
    ["a second CONNACK [5 MQTT-3.2.0-2]", connack(false), ReasonCode.ProtocolError],
    ["a packet of clients", { type: PacketType.Pingreq } as const, ReasonCode.ProtocolError],
    ["an answer to nothing", suback(9, 0), ReasonCode.ProtocolError],
    [
      "a packet over the size that was announced [5 MQTT-3.1.2-24]",
      serverPublish({ payload: new Uint8Array(100) }),
      ReasonCode.PacketTooLarge,
    ],
  ])("comes after %s", (_, packet, reasonCode) => {
    const { errors, server } = connectedWire({ properties: { maximumPacketSize: 100 } });
    server(packet);
    expect(errors).toEqual([expect.objectContaining({ reasonCode })]);
  });

  it("leaves the errors of handlers to their owner", () => {
    const onMessage = () => {
      throw new RangeError("mine");
    };
    const { server } = connectedWire({}, {}, { onMessage });
    expect(() => server(serverPublish())).toThrow(RangeError);
  });
});

describe("subscribing", () => {
  it("gives one reason code for each filter", () => {
    const { client, sent, server } = connectedWire();
    const answers: unknown[] = [];
    client.subscribe([request("a/#"), request("b")], { subscriptionIdentifiers: [7] }, (codes) =>
      answers.push(codes),
    );
    const properties = { subscriptionIdentifiers: [7] };
    const subscriptions = [request("a/#"), request("b")];
    expect(sent()).toEqual([{ type: PacketType.Subscribe, packetId: 1, subscriptions, properties }]);
    server(suback(1, 1, 0x87));
    expect(answers).toEqual([[1, 0x87]]);
  });

  it("and unsubscribing wait for the connection", () => {
    const { client, sent, server } = clientWire();
    client.subscribe([request("a")]);
    client.unsubscribe(["b"]);
    client.connect();
    server(connack(false));
    expect(sent().map(({ type }) => type)).toEqual([
      PacketType.Connect,
      PacketType.Subscribe,
      PacketType.Unsubscribe,
    ]);
  });

  it.each([4, 5] as const)("ends with UNSUBACK in version %i", (version) => {
    const { client, server } = connectedWire({ version });
    const answers: unknown[] = [];
    client.unsubscribe(["a", "b"], (codes) => answers.push(codes));
    server({ type: PacketType.Unsuback, packetId: 1, reasonCodes: [0, 0], properties: {} });
    expect(answers).toEqual([[0, 0]]);
  });

  it("says so when the connection ends before the answer", () => {
    const { client } = connectedWire();
    const answers: unknown[] = [];
    client.subscribe([request("a")], {}, (codes) => answers.push(codes));
    client.connectionLost();
    expect(answers).toEqual([undefined]);
  });

  it("refuses what cannot be asked", () => {
    const { client, sent } = connectedWire();
    expect(() => client.subscribe([request("a#")])).toThrow("# must stand alone");
    expect(() => client.unsubscribe([])).toThrow("UNSUBSCRIBE needs a topic filter");
    expect(sent()).toEqual([]);
  });

  it("answers itself when the packet is over the server's size [5 MQTT-3.2.2-15]", () => {
    const { client, sent } = connectedWire({}, { maximumPacketSize: 20 });
    const answers: unknown[] = [];
    client.subscribe([request("a".repeat(20))], {}, (codes) => answers.push(codes));
    expect([answers, sent()]).toEqual([[[ReasonCode.PacketTooLarge]], []]);
  });

  it("ends the connection when the answer has too few codes [5 MQTT-3.8.4-6]", () => {
    const { client, errors, server } = connectedWire();
    client.subscribe([request("a"), request("b")]);
    server(suback(1, 0));
    expect(errors).toEqual([expect.objectContaining({ clause: "5 MQTT-3.8.4-6" })]);
  });
});

describe("the hooks", () => {
  it("offer QoS 0 before it is decoded", () => {
    const views: number[] = [];
    const onPublishView = (view: PublishView) => views.push(view.payloadStart) === 1;
    const { messages, server } = connectedWire(
      { properties: { topicAliasMaximum: 1 } },
      {},
      { onPublishView },
    );
    server(serverPublish(), serverPublish(), serverPublish({ qos: 1, packetId: 1 }));
    server(serverPublish({ properties: { topicAlias: 1 } }));
    expect(views).toHaveLength(2);
    expect(messages).toHaveLength(3); // the first was handled
  });

  it("show every packet as bytes", () => {
    const out: Uint8Array[] = [];
    const incoming: Uint8Array[] = [];
    const { client, server } = clientWire(
      {},
      { onPacketIn: (bytes) => incoming.push(bytes), onPacketOut: (bytes) => out.push(bytes) },
    );
    client.connect();
    server(connack(false));
    client.receive(Uint8Array.of(...encode(serverPublish(), 5), ...encode(serverPublish(), 5)));
    client.publish(hello);
    expect(decodeAll(5, "fromClient", ...out).map(({ type }) => type)).toEqual([1, 3]);
    expect(decodeAll(5, "fromServer", ...incoming).map(({ type }) => type)).toEqual([2, 3, 3]);
  });

  it("may end the connection in the middle of a chunk", () => {
    const onMessage = () => wire.client.disconnect();
    const wire = connectedWire({}, {}, { onMessage });
    const second = encode(serverPublish({ qos: 1, packetId: 1 }), 5);
    wire.client.receive(Uint8Array.of(...encode(serverPublish(), 5), ...second));
    expect(wire.sent()).toEqual([expect.objectContaining({ type: PacketType.Disconnect })]);
  });
});
