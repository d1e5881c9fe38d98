import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import type { Accept, Peer, WireHandler } from "../../core/ports/wire.ts";
import {
  type ContractClient,
  type ContractDoor,
  closeOf,
  describeTransport,
} from "./test-support/transport-contract.ts";
import { serveWebSocket } from "./websocket.ts";

const MAXIMUM_PACKET_BYTES = 8 * 1024 * 1024;

async function serve(accept: Accept): Promise<{ server: Server; url: string }> {
  const server = createServer();
  serveWebSocket(server, {
    name: "test",
    transport: "ws",
    accept,
    paths: ["/mqtt", "/below/mqtt"],
    maximumPacketBytes: MAXIMUM_PACKET_BYTES,
    isHostAllowed: (host) => host?.startsWith("127.0.0.1:") ?? false,
    isOriginAllowed: (origin, host) => origin === `http://${host}`,
    pageLoginOf: () => undefined,
    clientOf: ({ socket, headers }) => ({
      address: String(headers["x-forwarded-for"] ?? socket.remoteAddress),
      port: undefined,
    }),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt` };
}

async function open(accept: Accept): Promise<ContractDoor> {
  const { server, url } = await serve(accept);
  return {
    connect: () => clientOf(new WebSocket(url, "mqtt")),
    close: () => closeServer(server),
  };
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

async function clientOf(webSocket: WebSocket): Promise<ContractClient> {
  let socket: Socket | undefined;
  webSocket.once("upgrade", (response: IncomingMessage) => {
    socket = response.socket;
  });
  webSocket.on("error", () => undefined);
  const closed = closeOf(webSocket);
  await once(webSocket, "open");
  return {
    send: (bytes) => webSocket.send(bytes, () => undefined),
    onBytes: (listener) => webSocket.on("message", listener),
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
    end: () => webSocket.close(1000),
    cut: () => socket?.resetAndDestroy(),
    closed,
  };
}

describeTransport("WebSocket", open);

describe("the WebSocket door", () => {
  let server: Server;
  let url: string;
  let received: Buffer;
  let closed: Promise<Error | undefined>;

  beforeEach(async () => {
    received = Buffer.alloc(0);
    let onClosed: WireHandler["onClosed"];
    closed = new Promise((resolve) => {
      onClosed = resolve;
    });
    ({ server, url } = await serve(() => ({
      onBytes: (chunk) => {
        received = Buffer.concat([received, chunk]);
      },
      onWritable: () => undefined,
      onClosed: (error) => onClosed(error),
    })));
  });
  afterEach(() => closeServer(server));

  /** The status and the body of the answer to an upgrade that is refused. */
  async function refusal(address: string, protocols: string[], options: ClientOptions = {}) {
    const webSocket = new WebSocket(address, protocols, options);
    const [, response] = (await once(webSocket, "unexpected-response")) as [unknown, IncomingMessage];
    const body = Buffer.concat(await response.toArray()).toString();
    return { status: response.statusCode, body };
  }

  it.each([
    [["mqtt"], "mqtt"],
    [["mqttv3.1"], "mqttv3.1"],
    [["mqttv3.1", "mqtt"], "mqtt"],
    [["x", "mqtt"], "mqtt"],
  ])("chooses from %j the subprotocol %s [5 MQTT-6.0.0-4] [3 MQTT-6.0.0-4]", async (offered, chosen) => {
    const webSocket = new WebSocket(url, offered);
    await once(webSocket, "open");
    expect(webSocket.protocol).toBe(chosen);
    webSocket.close();
    await once(webSocket, "close");
  });

  it.each([[[]], [["mqtt2"]]])(
    "refuses a client that offers %j [5 MQTT-6.0.0-3] [3 MQTT-6.0.0-3]",
    async (offered) => {
      expect(await refusal(url, offered)).toMatchObject({
        status: 400,
        body: expect.stringContaining("mqtt"),
      });
    },
  );

  it.each(["/mqtt", "/below/mqtt", "/below/mqtt?room=1"])("serves MQTT at %s", async (path) => {
    const webSocket = new WebSocket(url.replace("/mqtt", path), "mqtt");
    await once(webSocket, "open");
    webSocket.close();
    await once(webSocket, "close");
  });

  it("serves no other path", async () => {
    expect(await refusal(url.replace("/mqtt", "/other"), ["mqtt"])).toMatchObject({ status: 404 });
  });

  it("refuses a page of another origin, and names the setting", async () => {
    const answer = await refusal(url, ["mqtt"], { origin: "http://evil.example" });
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining("--allowed-origins") });
  });

  it("takes a page of its own origin", async () => {
    const webSocket = new WebSocket(url, "mqtt", { origin: new URL(url.replace("ws", "http")).origin });
    await once(webSocket, "open");
    webSocket.close();
    expect(await closed).toBeUndefined();
  });

  it("refuses a name that is not its own, as in DNS rebinding", async () => {
    const answer = await refusal(url, ["mqtt"], { headers: { host: "evil.example" } });
    expect(answer).toMatchObject({ status: 421, body: expect.stringContaining("evil.example") });
  });

  it("shows the client for whom a proxy connects", async () => {
    const peers: Peer[] = [];
    const { server: another, url: address } = await serve((wire) => {
      peers.push(wire.peer);
      wire.end();
      return { onBytes: () => undefined, onWritable: () => undefined, onClosed: () => undefined };
    });
    const webSocket = new WebSocket(address, "mqtt", { headers: { "x-forwarded-for": "203.0.113.7" } });
    await once(webSocket, "close");
    expect(peers).toMatchObject([{ address: "203.0.113.7", port: undefined, transport: "ws" }]);
    await closeServer(another);
  });

  it("closes with 1003 on a text frame [5 MQTT-6.0.0-1] [3 MQTT-6.0.0-1]", async () => {
    const webSocket = new WebSocket(url, "mqtt");
    await once(webSocket, "open");
    webSocket.send("text");
    webSocket.send(Buffer.from("not any more"));
    const [status] = await once(webSocket, "close");
    expect(status).toBe(1003);
    expect((await closed)?.message).toContain("text frame");
    expect(received).toHaveLength(0);
  });

  it("reads a message that comes in fragments, and many messages, as one stream [5 MQTT-6.0.0-2] [3 MQTT-6.0.0-2]", async () => {
    const webSocket = new WebSocket(url, "mqtt");
    await once(webSocket, "open");
    webSocket.send(Buffer.from("a"), { fin: false });
    webSocket.send(Buffer.from("b"), { fin: true });
    webSocket.send(Buffer.from("cde"));
    webSocket.close();
    await closed;
    expect(received.toString()).toBe("abcde");
  });

  it("closes with 1009 on a message that is longer than any packet may be", async () => {
    const webSocket = new WebSocket(url, "mqtt");
    await once(webSocket, "open");
    webSocket.send(Buffer.alloc(MAXIMUM_PACKET_BYTES + 65 * 1024));
    const [status] = await once(webSocket, "close");
    expect(status).toBe(1009);
    expect(await closed).toBeInstanceOf(Error);
  });

  it("joins what is written at once into one frame, which is binary [5 MQTT-6.0.0-1] [3 MQTT-6.0.0-1]", async () => {
    const { server: another, url: address } = await serve((wire) => {
      const buffer = Buffer.from("abcdef");
      setImmediate(() => {
        wire.write(
          [
            { buffer, start: 0, end: 2 },
            { buffer, start: 3, end: 6 },
          ],
          2,
        );
        wire.end();
      });
      return { onBytes: () => undefined, onWritable: () => undefined, onClosed: () => undefined };
    });
    const webSocket = new WebSocket(address, "mqtt");
    const messages: string[] = [];
    webSocket.on("message", (data, isBinary) => messages.push(isBinary ? String(data) : "text"));
    const [status] = await once(webSocket, "close");
    expect({ messages, status }).toEqual({ messages: ["abdef"], status: 1000 });
    await closeServer(another);
  });
});
