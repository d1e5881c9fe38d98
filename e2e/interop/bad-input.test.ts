import { once } from "node:events";
import { connect, type Socket } from "node:net";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { encode } from "../../protocol/codec/encode.ts";
import { NO_PROPERTIES, PacketType, type ProtocolVersion } from "../../protocol/packets.ts";
import { MALFORMED_CASES } from "../../protocol/test-support/malformed.ts";
import type { MalformedCase } from "../../protocol/test-support/malformed-case.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const CONTROL_TOPIC = "control";

let vitrina: Vitrina;
let publisher: MqttClient;
let subscriber: MqttClient;
let published = 0;
const received: number[] = [];
let ends: Awaited<ReturnType<Vitrina["follow"]>>;

beforeAll(async () => {
  vitrina = await startVitrina(["--connect-timeout-seconds", "1"]);
  ends = await vitrina.follow("clientRefused", "clientDisconnected");
  subscriber = await mqtt.connectAsync(vitrina.mqttUrl, { protocolVersion: 5 });
  publisher = await mqtt.connectAsync(vitrina.mqttUrl, { protocolVersion: 5 });
  subscriber.on("message", (_topic, payload) => received.push(Number(payload.toString())));
  await subscriber.subscribeAsync(CONTROL_TOPIC, { qos: 1 });
});

afterAll(async () => {
  await publisher.endAsync();
  await subscriber.endAsync();
  expect(await vitrina.stop()).toBe(0);
});

/** A connection over which bytes go, and that ends. */
interface Door {
  send(bytes: Uint8Array): void;
  readonly closed: Promise<unknown>;
}

async function openTcp(): Promise<Door> {
  const socket: Socket = connect(vitrina.mqttPort, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.resume();
  return { send: (bytes) => void socket.write(bytes), closed: once(socket, "close") };
}

async function openWebSocket(): Promise<Door> {
  const socket = new WebSocket(vitrina.webSocketUrl, "mqtt");
  socket.on("error", () => undefined);
  await once(socket, "open");
  return { send: (bytes) => socket.send(bytes), closed: once(socket, "close") };
}

function connectBytes(version: ProtocolVersion): Uint8Array {
  const clientId = `bad-${version}-${Math.random().toString(36).slice(2)}`;
  return encode(
    {
      type: PacketType.Connect,
      version,
      clientId,
      cleanStart: true,
      keepAliveSeconds: 0,
      properties: NO_PROPERTIES,
    },
    version,
  );
}

/** A message of the control pair, acknowledged: whatever others send, it must arrive. */
async function publishControl(): Promise<void> {
  await publisher.publishAsync(CONTROL_TOPIC, String(published++), { qos: 1 });
}

const fromClients = MALFORMED_CASES.filter(({ from }) => from === "client");

describe.each([
  ["TCP", openTcp],
  ["WebSocket", openWebSocket],
] as const)("malformed bytes over %s", (_name, open) => {
  it.each(fromClients)("end just their own connection: $name (MQTT $version)", async (bad: MalformedCase) => {
    const door = await open();
    if (bad.when === "connected") door.send(connectBytes(bad.version));
    door.send(Buffer.from(bad.hex.replace(/\s/g, ""), "hex"));
    await door.closed;
    await publishControl();
  });

  it("a wildcard in a topic name ends the connection [3 MQTT-3.3.2-2]", async () => {
    const door = await open();
    door.send(connectBytes(4));
    door.send(Buffer.from("3005 0003 612f2b".replaceAll(" ", ""), "hex"));
    await door.closed;
    await publishControl();
  });

  it("a protocol that is not MQTT ends the connection [3 MQTT-3.1.2-1]", async () => {
    const door = await open();
    door.send(Buffer.from("474554202f20485454502f312e310d0a0d0a", "hex")); // GET / HTTP/1.1
    await door.closed;
    await publishControl();
  });
});

it("a connection that says nothing is ended after the time limit", async () => {
  const door = await openTcp();
  await door.closed;
});

it("a second CONNECT ends the connection [5 MQTT-3.1.0-2]", async () => {
  const door = await openTcp();
  door.send(connectBytes(5));
  door.send(connectBytes(5));
  await door.closed;
});

it("a giant declared length ends the connection at the header", async () => {
  const door = await openTcp();
  door.send(Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f));
  await door.closed;
});

it("a text frame ends the WebSocket with 1003", async () => {
  const socket = new WebSocket(vitrina.webSocketUrl, "mqtt");
  await once(socket, "open");
  socket.send("hello");
  expect((await once(socket, "close"))[0]).toBe(1003);
});

it("every end is told with its reason, and the others lost nothing", async () => {
  await publishControl();
  const missing = Array.from({ length: published }, (_, at) => at).filter((at) => !received.includes(at));
  expect(missing).toEqual([]);
  const told = await ends.until(2 * fromClients.length);
  expect(told.filter((event) => (event.reason ?? event.detail) === "")).toEqual([]);
});
