import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "../../core/ports/clock.ts";

/** How long a request that is running may take when the door closes. */
export const REQUEST_END_SECONDS = 2;
const MILLISECONDS = 1000;

/**
 * The connections of an HTTP server, so that closing it waits for none that only might be used again. Node's own
 * `closeIdleConnections` leaves those that have asked for nothing yet, which browsers open ahead, and those whose
 * answer ends a moment later, as an event stream's does. Connections that became WebSockets are not among them.
 */
export class OpenConnections {
  readonly #clock: Clock;
  /** What is being answered on each. */
  readonly #running = new Map<Socket, ServerResponse | undefined>();
  #isClosing = false;

  constructor(server: Server, clock: Clock) {
    this.#clock = clock;
    server.on("connection", (socket) => this.#opened(socket));
    server.on("request", ({ socket }, response) => this.#asked(socket, response));
    server.on("upgrade", ({ socket }) => this.#running.delete(socket));
  }

  /** Ends those on which nothing is answered at once, the others when that is done, or has taken too long. */
  close(): void {
    this.#isClosing = true;
    for (const [socket, response] of this.#running) if (response === undefined) socket.destroy();
    this.#clock.after(REQUEST_END_SECONDS * MILLISECONDS, () => {
      for (const socket of this.#running.keys()) socket.destroy();
    });
  }

  #opened(socket: Socket): void {
    if (this.#isClosing) socket.destroy();
    else {
      this.#running.set(socket, undefined);
      socket.once("close", () => this.#running.delete(socket));
    }
  }

  #asked(socket: Socket, response: ServerResponse): void {
    if (!this.#running.has(socket)) return;
    this.#running.set(socket, response);
    response.once("close", () => this.#answered(socket, response));
  }

  #answered(socket: Socket, response: ServerResponse): void {
    if (this.#running.get(socket) !== response) return; // the next request came before this one was answered
    this.#running.set(socket, undefined);
    if (this.#isClosing) socket.destroySoon();
  }
}
