import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import type { Accept, PageUser, Peer, Slice, Wire, WireHandler } from "../../core/ports/wire.ts";
import { Joiner, view } from "./joiner.ts";
import { type Endpoint, peerOf } from "./peer.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { certificateOf } from "./tls.ts";

/** Where MQTT over WebSocket is served, below the base path. */
export const WEBSOCKET_PATH = "/mqtt";
/** Of MQTT 3.1.1 and later [5 MQTT-6.0.0-3], and of 3.1; the first that is offered is chosen [3 MQTT-6.0.0-3]. */
const SUBPROTOCOLS = ["mqtt", "mqttv3.1"];
/**
 * A message that is this much longer than the longest packet is still taken: it may hold the end of one packet and the
 * beginning of the next, and a packet that is a little too large shall end with MQTT's own reason.
 */
const SLACK_BYTES = 64 * 1024;
/** Fixed header and the largest remaining length (MQTT 5.0 §2.1.4). */
const LARGEST_PACKET_BYTES = 268_435_460;
/** How long a peer may take for its half of the closing handshake, milliseconds. */
const LINGER_MILLISECONDS = 2_000;
/** Status codes of RFC 6455 §7.4.1. */
const CloseStatus = { Normal: 1000, GoingAway: 1001, UnsupportedData: 1003, NoStatus: 1005 } as const;
const ORDERLY: readonly number[] = [CloseStatus.Normal, CloseStatus.GoingAway, CloseStatus.NoStatus];
const BINARY = { binary: true };

/** What a client over WebSocket must keep to, and by what it is known. */
export interface WebSocketRules {
  readonly maximumPacketBytes: number;
  /** Whether the Host header names us: a foreign page that points its own name at us carries that name. */
  readonly isHostAllowed: (host: string | undefined) => boolean;
  /** Whether a page of this origin may connect. */
  readonly isOriginAllowed: (origin: string, host: string | undefined) => boolean;
  /** Who asks, be it through proxies. */
  readonly clientOf: (request: IncomingMessage) => Endpoint;
}

export interface WebSocketDoorOptions extends WebSocketRules {
  /** The listener's name, shown with each of its clients. */
  readonly name: string;
  /** `wss` where the HTTP server speaks TLS. */
  readonly transport: "ws" | "wss";
  readonly accept: Accept;
  /** Where MQTT is served. */
  readonly paths: readonly string[];
  /** Who is logged in to the page that asks; undefined: nobody, or there is no login. */
  readonly pageLoginOf: (request: IncomingMessage) => PageLogin | undefined;
}

/** A login with which a connection came. */
export interface PageLogin {
  readonly user: PageUser;
  /** Calls when the login ends; returns what takes that back. */
  onEnd(listener: () => void): () => void;
}

/** Opens a door for MQTT over WebSocket on an HTTP server (MQTT 5.0 §6). */
export function serveWebSocket(server: Server, options: WebSocketDoorOptions): void {
  const joiner = new Joiner();
  // The types do not know closeTimeout yet.
  const settings: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: Math.min(options.maximumPacketBytes, LARGEST_PACKET_BYTES) + SLACK_BYTES,
    closeTimeout: LINGER_MILLISECONDS,
    handleProtocols: (offered) => SUBPROTOCOLS.find((name) => offered.has(name)) ?? false, // [5 MQTT-6.0.0-4] [3 MQTT-6.0.0-4]
  };
  const webSockets = new WebSocketServer(settings);
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Node's HTTP server hands over the socket that it accepted.
    const socket = stream as Socket;
    const refusal = refusalOf(request, options);
    const login = refusal === undefined ? options.pageLoginOf(request) : undefined;
    const { address, port } = options.clientOf(request);
    const known = { certificate: certificateOf(socket), pageUser: login?.user, address, port };
    const peer = peerOf(socket, options.transport, options.name, known);
    if (refusal !== undefined) refuseUpgrade(socket, ...refusal);
    else if (peer === undefined) socket.destroy();
    else {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        socket.setNoDelay(true);
        const forget = login?.onEnd(() => webSocket.terminate());
        if (forget !== undefined) webSocket.on("close", forget);
        new WebSocketWire(webSocket, socket, peer, joiner).open(options.accept);
      });
    }
  });
}

type Refusal = readonly [status: number, sentence: string];

function refusalOf({ url, headers }: IncomingMessage, options: WebSocketDoorOptions): Refusal | undefined {
  const { host, origin } = headers;
  if (!options.isHostAllowed(host)) {
    return [421, `This server does not go by the name "${host ?? ""}": see --allowed-hosts.`];
  }
  if (!options.paths.includes(url?.split("?")[0] ?? "")) {
    return [404, `MQTT over WebSocket is served at ${options.paths.join(" and ")} only.`];
  }
  if (origin !== undefined && !options.isOriginAllowed(origin, host)) {
    return [403, `A page of ${origin} may not connect: see --allowed-origins.`];
  }
  const offered = headers["sec-websocket-protocol"]?.split(",").map((name) => name.trim());
  if (!SUBPROTOCOLS.some((name) => offered?.includes(name))) {
    return [400, `The client must offer one of the subprotocols ${SUBPROTOCOLS.join(", ")}.`];
  }
  return undefined;
}

/** A WebSocket connection: binary messages are a stream of bytes, whose cuts mean nothing [5 MQTT-6.0.0-2] [3 MQTT-6.0.0-2]. */
class WebSocketWire implements Wire {
  readonly peer: Peer;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #joiner: Joiner;
  #handler: WireHandler | undefined;
  #error: Error | undefined;
  #isFull = false;

  constructor(webSocket: WebSocket, socket: Socket, peer: Peer, joiner: Joiner) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.peer = peer;
    this.#joiner = joiner;
  }

  /** Hands the connection to the core and lets bytes flow. */
  open(accept: Accept): void {
    const webSocket = this.#webSocket;
    webSocket.on("error", (error) => {
      this.#error = error;
    });
    webSocket.on("close", (status) => this.#closed(status));
    webSocket.on("message", (data, isBinary) => this.#received(data as Buffer, isBinary));
    // Last: the core may end the connection at once.
    this.#handler = accept(this);
  }

  write(slices: readonly Slice[], count: number): boolean {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return false;
    if (count === 1) this.#webSocket.send(view(slices[0] as Slice), BINARY, this.#onSent);
    else this.#webSocket.send(this.#joiner.join(slices, count), BINARY, this.#onSent); // [5 MQTT-6.0.0-1]
    this.#isFull = this.#socket.writableLength > 0;
    if (this.#isFull && count > 1) this.#joiner.keep();
    return !this.#isFull;
  }

  pauseReading(): void {
    this.#webSocket.pause();
  }

  resumeReading(): void {
    this.#webSocket.resume();
  }

  end(): void {
    this.#close(CloseStatus.Normal, "");
  }

  destroy(): void {
    this.#webSocket.terminate();
  }

  readonly #onSent = (): void => {
    if (!this.#isFull || this.#socket.writableLength > 0 || this.#socket.destroyed) return;
    this.#isFull = false;
    this.#handler?.onWritable();
  };

  #received(data: Buffer, isBinary: boolean): void {
    if (isBinary) this.#handler?.onBytes(data);
    else {
      // [5 MQTT-6.0.0-1] [3 MQTT-6.0.0-1]
      this.#error = new Error("the client sent a text frame; MQTT needs binary frames");
      this.#close(CloseStatus.UnsupportedData, "MQTT needs binary frames");
    }
  }

  #close(status: number, reason: string): void {
    this.#webSocket.removeAllListeners("message");
    this.#webSocket.close(status, reason);
    this.#webSocket.resume();
  }

  #closed(status: number): void {
    const handler = this.#handler;
    this.#handler = undefined;
    const isOrderly = this.#error === undefined && ORDERLY.includes(status);
    handler?.onClosed(
      isOrderly ? undefined : (this.#error ?? new Error(`the WebSocket closed with ${status}`)),
    );
  }
}
