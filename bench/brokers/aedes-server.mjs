import { createServer as createHttpServer } from "node:http";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

/*
 * aedes as a program: node aedes-server.mjs FOLDER MQTT_PORT WEBSOCKET_PORT, where FOLDER is the one in which aedes and ws
 * are installed.
 */
const [folder, mqttPort, webSocketPort] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { Aedes } = require("aedes");
const { WebSocketServer, createWebSocketStream } = require("ws");

const broker = await Aedes.createBroker();
const host = "127.0.0.1";
createServer({ noDelay: true }, broker.handle).listen({ port: Number(mqttPort), host, backlog: 1024 });
const http = createHttpServer();
new WebSocketServer({ server: http, handleProtocols: () => "mqtt" }).on("connection", (socket, request) => {
  broker.handle(createWebSocketStream(socket), request);
});
http.listen({ port: Number(webSocketPort), host, backlog: 1024 });
process.on("SIGTERM", () => process.exit(0));
