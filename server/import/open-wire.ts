import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { WebSocket } from "ws";
import type { BrokerAddress } from "./broker-address.ts";

/** A way to a broker on which bytes go both ways. */
export interface Wire {
  send(bytes: Uint8Array): void;
  /** Everything that was sent goes out first. */
  end(): void;
  /** At once. */
  destroy(): void;
}

/** What a wire tells. */
export interface WireHandlers {
  onOpen(): void;
  onBytes(bytes: Uint8Array): void;
  /** Once; with an error where there is a reason. */
  onClosed(error: Error | undefined): void;
}

const SUBPROTOCOL = "mqtt";
/** How long a broker may take to close after our goodbye, milliseconds. */
const LONGEST_END = 1_000;

/** Opens a wire; `ca` is in PEM, and stands in for the authorities that the system believes. */
export function openWire(address: BrokerAddress, ca: Buffer | undefined, handlers: WireHandlers): Wire {
  if (address.path !== undefined) return openWebSocket(address, ca, handlers);
  const { host, port, isTls } = address;
  const socket = isTls
    ? connectTls({ host, port, ...(isName(host) && { servername: host }), ...(ca && { ca }) })
    : connectTcp({ host, port, noDelay: true });
  return overSocket(socket, isTls ? "secureConnect" : "connect", handlers);
}

function overSocket(socket: Socket, opened: string, handlers: WireHandlers): Wire {
  let failure: Error | undefined;
  socket.once(opened, () => handlers.onOpen());
  socket.on("data", (chunk) => handlers.onBytes(chunk));
  socket.on("error", (error) => {
    failure = error;
  });
  socket.once("close", () => handlers.onClosed(failure));
  return {
    send: (bytes) => void socket.write(bytes),
    end: () => {
      socket.end();
      setTimeout(() => socket.destroy(), LONGEST_END).unref();
    },
    destroy: () => void socket.destroy(),
  };
}

function openWebSocket(
  { host, port, isTls, path }: BrokerAddress,
  ca: Buffer | undefined,
  handlers: WireHandlers,
): Wire {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const socket = new WebSocket(`${isTls ? "wss" : "ws"}://${authority}${path}`, [SUBPROTOCOL], {
    perMessageDeflate: false,
    ...(ca && { ca }),
  });
  let failure: Error | undefined;
  socket.once("open", () => handlers.onOpen());
  socket.on("message", (data) => handlers.onBytes(data as Buffer));
  socket.on("error", (error) => {
    failure = error;
  });
  socket.once("close", () => handlers.onClosed(failure));
  return {
    send: (bytes) => socket.send(bytes),
    end: () => {
      socket.close();
      setTimeout(() => socket.terminate(), LONGEST_END).unref();
    },
    destroy: () => socket.terminate(),
  };
}

/** TLS names no server by its IP address. */
function isName(host: string): boolean {
  return !/^[\d.]+$/.test(host) && !host.includes(":");
}
