import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Socket } from "node:net";
import { type DoorOptions, openDoor } from "./door.ts";
import { secureContextOf, serverOptionsOf, type TlsDoor, type TlsOptions } from "./tls.ts";
import { serveWebSocket, WEBSOCKET_PATH, type WebSocketRules } from "./websocket.ts";

/** The largest head of a request, in bytes. */
const MAXIMUM_HEAD_BYTES = 16 * 1024;
const UPGRADE_REQUIRED = 426;

export interface WebSocketListenerOptions extends DoorOptions, WebSocketRules {
  /** Undefined: it speaks no TLS. */
  readonly tls: TlsOptions | undefined;
  /** How long the request to upgrade may take to arrive, milliseconds. */
  readonly requestMilliseconds: number;
}

/** Opens a door for MQTT over WebSocket alone, which serves no page; rejects as TCP does. */
export async function listenWebSocket(options: WebSocketListenerOptions): Promise<TlsDoor> {
  const { tls, requestMilliseconds } = options;
  const limits = {
    maxHeaderSize: MAXIMUM_HEAD_BYTES,
    headersTimeout: requestMilliseconds,
    requestTimeout: requestMilliseconds,
    connectionsCheckingInterval: requestMilliseconds,
  };
  const server =
    tls === undefined
      ? createHttp(limits, refuse)
      : createHttps({ ...serverOptionsOf(tls), ...limits }, refuse);
  serveWebSocket(server, {
    ...options,
    transport: tls === undefined ? "ws" : "wss",
    paths: [WEBSOCKET_PATH],
    pageLoginOf: () => undefined,
  });
  server.on("tlsClientError", (error: Error, socket: Socket) => {
    tls?.onHandshakeFailed(error, socket.remoteAddress);
  });
  const door = await openDoor(server, options);
  return {
    ...door,
    renew: (identity) => {
      if ("setSecureContext" in server) server.setSecureContext(secureContextOf(identity));
    },
  };
}

const refuse: RequestListener = (_request, response) => {
  response.writeHead(UPGRADE_REQUIRED, {
    connection: "close",
    upgrade: "websocket",
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
  response.end(`Here is MQTT over WebSocket at ${WEBSOCKET_PATH}, and nothing else.\n`);
};
