import type { Socket } from "node:net";
import { withoutMapping } from "./ip-address.ts";
import type { Endpoint } from "./peer.ts";
import { readProxyHeader } from "./proxy-header.ts";

/** Why a connection did not get past the PROXY protocol. */
export type ProxyRefusal = "proxy-not-trusted" | "proxy-header-invalid";

/** That a door stands behind proxies that say by the PROXY protocol for whom they connect. */
export interface ProxyProtocol {
  /** Whose headers are believed; nobody else comes in. */
  readonly isTrusted: (address: string) => boolean;
  /** How long a header may take, milliseconds. */
  readonly headerMilliseconds: number;
  readonly onRefused: (refusal: ProxyRefusal, address: string, reason: string) => void;
}

/** What becomes of a connection; the bytes behind the header can still be read from the socket, which is paused. */
type Pass = (socket: Socket, from: Endpoint | undefined) => void;

/**
 * The way in where headers of the PROXY protocol are required. A header is never guessed at (PROXY protocol §2): a door is
 * for proxies or for clients, so who is not trusted does not come in as a client either.
 */
export class ProxyEntrance {
  readonly #proxy: ProxyProtocol;
  readonly #pass: Pass;
  /** Connections whose header is not whole. */
  readonly #waiting = new Set<Socket>();

  constructor(proxy: ProxyProtocol, pass: Pass) {
    this.#proxy = proxy;
    this.#pass = pass;
  }

  readonly enter = (socket: Socket): void => {
    // A peer that resets the connection has nothing more to be told.
    socket.on("error", () => socket.destroy());
    const { remoteAddress } = socket;
    // a health check may be gone again before it is looked at
    if (remoteAddress === undefined) return void socket.destroy();
    const address = withoutMapping(remoteAddress);
    if (this.#proxy.isTrusted(address)) this.#awaitHeader(socket, address);
    else this.#refuse(socket, "proxy-not-trusted", address, "its address is none of --trusted-proxies");
  };

  /** Nobody waits for a header any more. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy();
  }

  #awaitHeader(socket: Socket, address: string): void {
    let bytes: Buffer = Buffer.alloc(0);
    const fail = (reason: string): void => {
      this.#refuse(socket, "proxy-header-invalid", address, reason);
    };
    const timer = setTimeout(() => fail("no whole header in time"), this.#proxy.headerMilliseconds);
    const onData = (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const header = readProxyHeader(bytes);
      if (header.state === "incomplete") return;
      leave();
      if (header.state === "wrong") fail(header.reason);
      else this.#handOn(socket, bytes.subarray(header.bytes), header.from);
    };
    // Proxies look whether we are there by connections that say nothing.
    const onEnd = (): void =>
      bytes.length === 0 ? void socket.destroy() : fail("it ended within the header");
    const leave = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(socket);
      socket.off("data", onData).off("end", onEnd).off("close", leave);
    };
    this.#waiting.add(socket);
    socket.on("data", onData).on("end", onEnd).on("close", leave);
  }

  #handOn(socket: Socket, rest: Buffer, from: Endpoint | undefined): void {
    socket.pause();
    if (rest.length > 0) socket.unshift(rest);
    socket.removeAllListeners("error");
    this.#pass(socket, from);
  }

  #refuse(socket: Socket, refusal: ProxyRefusal, address: string, reason: string): void {
    socket.destroy();
    this.#proxy.onRefused(refusal, address, reason);
  }
}
