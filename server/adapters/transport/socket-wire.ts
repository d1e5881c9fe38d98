import type { Socket } from "node:net";
import type { Accept, Peer, Slice, Wire, WireHandler } from "../../core/ports/wire.ts";
import { bytesOf, type Joiner, view } from "./joiner.ts";

/** Slices of this many bytes on average are written where they lie; a copy costs less than handing over smaller ones. */
const WRITE_IN_PLACE_BYTES = 4 * 1024;
/** How long a peer that is told goodbye may take to close its side, milliseconds. */
const LINGER_MILLISECONDS = 2_000;

const WIRE = Symbol("the wire of a socket");

interface WiredSocket extends Socket {
  [WIRE]?: SocketWire;
}

/** A TCP connection, plain or under TLS. It is full whenever the layer below has not taken all at once [5 MQTT-4.2-1] [3 MQTT-7.1.1-1]. */
export class SocketWire implements Wire {
  readonly peer: Peer;
  readonly #socket: Socket;
  readonly #joiner: Joiner;
  #handler: WireHandler | undefined;
  #error: Error | undefined;
  #isFull = false;
  #linger: NodeJS.Timeout | undefined;

  constructor(socket: Socket, peer: Peer, joiner: Joiner) {
    this.#socket = socket;
    this.peer = peer;
    this.#joiner = joiner;
  }

  /** Hands the connection to the core and lets bytes flow. */
  open(accept: Accept): void {
    const socket: WiredSocket = this.#socket;
    socket[WIRE] = this;
    socket.on("error", onError);
    socket.on("close", onClose);
    socket.on("data", onData);
    socket.on("end", onEnd);
    // Last: the core may end the connection at once.
    this.#handler = accept(this);
  }

  write(slices: readonly Slice[], count: number): boolean {
    const socket = this.#socket;
    if (!socket.writable) return false;
    if (count === 1) socket.write(view(slices[0] as Slice), this.#onSent);
    else if (bytesOf(slices, count) < WRITE_IN_PLACE_BYTES * count) {
      socket.write(this.#joiner.join(slices, count), this.#onSent);
      if (socket.writableLength > 0) this.#joiner.keep();
    } else {
      socket.cork();
      for (let index = 0; index < count; index++) socket.write(view(slices[index] as Slice), this.#onSent);
      socket.uncork();
    }
    this.#isFull = socket.writableLength > 0;
    return !this.#isFull;
  }

  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  end(): void {
    if (this.#linger !== undefined || this.#socket.destroyed) return;
    this.#socket.off("data", onData);
    this.#socket.end();
    // Reads on: closing with unread bytes would reset the connection, and the peer might never see our last words.
    this.#socket.resume();
    this.#linger = setTimeout(() => this.#socket.destroy(), LINGER_MILLISECONDS).unref();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** One function for all writes: Node spares itself a task for each when it is the same. */
  readonly #onSent = (): void => {
    if (!this.#isFull || this.#socket.writableLength > 0 || this.#socket.destroyed) return;
    this.#isFull = false;
    this.#handler?.onWritable();
  };

  onBytes(chunk: Buffer): void {
    this.#handler?.onBytes(chunk);
  }

  onError(error: Error): void {
    this.#error = error;
  }

  onClosed(): void {
    clearTimeout(this.#linger);
    const handler = this.#handler;
    this.#handler = undefined;
    handler?.onClosed(this.#error);
  }
}

// The same functions for all sockets, which find their wire by the socket: of its own each would take 300 bytes of it.

function onData(this: WiredSocket, chunk: Buffer): void {
  this[WIRE]?.onBytes(chunk);
}

function onError(this: WiredSocket, error: Error): void {
  this[WIRE]?.onError(error);
}

/** Not before what was just read is answered, which the core does at the end of the tick. */
function onEnd(this: WiredSocket): void {
  setImmediate(endWire, this);
}

function onClose(this: WiredSocket): void {
  this[WIRE]?.onClosed();
}

function endWire(socket: WiredSocket): void {
  socket[WIRE]?.end();
}
