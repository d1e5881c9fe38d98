import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { connectAsync, type IDisconnectPacket, type MqttClient } from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { endServers, runServer, type ServerProcess, startServer } from "./test-support/server-process.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

afterEach(endServers);

/** A client that stays away once its connection has ended. */
function connectClient(server: ServerProcess, options: object = {}): Promise<MqttClient> {
  return connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, { reconnectPeriod: 0, ...options });
}

/** CONNECT of MQTT 3.1.1 with the client id "silent" (§3.1). */
const CONNECT = Buffer.from("10120004 4d515454 04 02 0000 0006 73696c656e74".replaceAll(" ", ""), "hex");

/** A connected client whose far end never closes its side. */
async function connectSilently(server: ServerProcess): Promise<Socket> {
  const socket = connect({ port: server.mqttPort, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined);
  socket.write(CONNECT);
  await once(socket, "data");
  return socket;
}

describe("starting", () => {
  it("prints its version", async () => {
    expect(await runServer(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("prints all settings with their defaults for --help", async () => {
    const { code, stdout } = await runServer(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/--mqtt-port <port>\n.*default 1883/);
  });

  it("says in one sentence what is wrong with a setting, and does not start", async () => {
    const { code, stdout, stderr } = await runServer(["--mqtt-port", "x"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^vitrina: --mqtt-port: "x" is not allowed; allowed is .* \(setting-invalid\)\n$/);
  });

  it("says in one sentence that a port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    for (const flag of ["--mqtt-port", "--http-port"]) {
      const ports = ["--mqtt-port", "0", "--http-port", "0", flag, String(port)];
      const { code, stderr } = await runServer(ports);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `vitrina: Port ${port} on 127.0.0.1 is taken by another program. Stop it, or choose another port with ${flag} (address-in-use)\n`,
      });
    }
    other.close();
  });

  it("says in one sentence that an address is not its own", async () => {
    const args = ["--host", "192.0.2.1", "--allow-anonymous", "--mqtt-port", "0", "--http-port", "0"];
    const { code, stderr } = await runServer(args);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "vitrina: --host 192.0.2.1: this machine has no such address (address-not-available)\n",
    );
  });

  it("logs one ready line with the addresses, where data is kept, and the version", async () => {
    const { ready, mqttPort, httpPort } = await startServer();
    expect(ready).toMatchObject({
      level: "info",
      page: `http://127.0.0.1:${httpPort}`,
      mqtt: `mqtt://127.0.0.1:${mqttPort}`,
      webSocket: `ws://127.0.0.1:${httpPort}/mqtt`,
      data: "in memory",
      version,
    });
  });

  it("runs on settings from variables", async () => {
    const variables = { VITRINA_MQTT_PORT: "0", VITRINA_HTTP_PORT: "0", VITRINA_LOG_LEVEL: "loud" };
    const { code, stderr } = await runServer([], variables);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'VITRINA_LOG_LEVEL: "loud" is not allowed; allowed is error, warn, info or debug',
    );
  });
});

describe("stopping", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "ends with 0 on %s and tells MQTT 5 clients why",
    async (signal) => {
      const server = await startServer();
      const client = await connectClient(server, { protocolVersion: 5 });
      const told = new Promise<IDisconnectPacket>((resolve) => client.once("disconnect", resolve));
      server.signal(signal);
      expect((await told).reasonCode).toBe(0x8b);
      expect((await server.ended).code).toBe(0);
    },
  );

  it("publishes wills to those who are still there", async () => {
    const server = await startServer();
    const watcher = await connectClient(server, { protocolVersion: 5 });
    await watcher.subscribeAsync("wills/#");
    await connectClient(server, { will: { topic: "wills/lamp", payload: Buffer.from("gone") } });
    const message = new Promise<string>((resolve) => {
      watcher.once("message", (topic, payload) => resolve(`${topic} ${payload}`));
    });
    server.signal("SIGTERM");
    expect(await message).toBe("wills/lamp gone");
    expect((await server.ended).code).toBe(0);
  });

  it("ends although a client does not close its side", async () => {
    const server = await startServer();
    const silent = await connectSilently(server);
    server.signal("SIGTERM");
    expect((await server.ended).code).toBe(0);
    silent.destroy();
  });

  it("takes signals that come together, as through npm, for one", async () => {
    const server = await startServer();
    const silent = await connectSilently(server);
    for (const signal of ["SIGTERM", "SIGINT", "SIGTERM"] as const) server.signal(signal);
    await server.logged("stopping");
    silent.end();
    expect((await server.ended).code).toBe(0);
  });

  it("ends at once on a second Ctrl-C", async () => {
    const server = await startServer();
    const silent = await connectSilently(server);
    const pressing = setInterval(() => server.signal("SIGINT"), 50);
    expect((await server.ended).code).toBe(130);
    clearInterval(pressing);
    silent.destroy();
  });
});

describe("the log of a running server", () => {
  it("tells who came and who was refused, with nothing of theirs that could break a line", async () => {
    const server = await startServer();
    const client = await connectClient(server, { clientId: "evil\u0085\u202e", username: "ann" });
    const connected = await server.logged("client-connected");
    expect(connected).toMatchObject({ clientId: "evil\\u{85}\\u{202e}", userName: "ann", version: "3.1.1" });
    client.end(true);
    connect(server.mqttPort, "127.0.0.1").end("GET / HTTP/1.1\r\n\r\n");
    expect(await server.logged("client-refused")).toMatchObject({ level: "warn" });
  });
});
