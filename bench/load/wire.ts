import { randomInt } from "node:crypto";
import { connect, type Socket } from "node:net";
import { HEAD_BYTES, type OutBuffers } from "./out-buffers.ts";
import { PacketParser, type PacketReceiver } from "./packet-parser.ts";
import { FrameReader, sealFrame, upgradeRequest } from "./websocket.ts";

const HOST = "127.0.0.1";
const LARGEST_MASK = 0xffff_ffff;
/** One buffer takes what any connection reads: nothing is kept beyond the call. */
const readBuffer = Buffer.allocUnsafeSlow(1024 * 1024);

/** What a connection tells its owner. */
export interface WireOwner extends PacketReceiver {
  onOpen(): void;
  /** All packets of a chunk were handed over: what answers them may leave. */
  onChunkEnd(): void;
  onWritten(): void;
  onClose(reason: string): void;
}

/** Where a connection goes, and what it needs. */
export interface WireSettings {
  readonly port: number;
  readonly transport: "tcp" | "ws";
  readonly buffers: OutBuffers;
  /** Told before the packets of each chunk. */
  readonly onChunk: () => void;
}

/** A connection whose packets gather in a buffer that leaves as one write. */
export class Wire {
  /** Bytes handed to the system and not taken by it yet. */
  pendingBytes = 0;
  buffer: Buffer;
  #length = HEAD_BYTES;
  readonly #buffers: OutBuffers;
  readonly #owner: WireOwner;
  readonly #socket: Socket;
  /** 0: no frames. */
  readonly #mask: number;
  #isEnding = false;

  constructor(settings: WireSettings, owner: WireOwner) {
    this.#owner = owner;
    this.#buffers = settings.buffers;
    this.buffer = settings.buffers.take();
    const isFramed = settings.transport === "ws";
    this.#mask = isFramed ? randomInt(1, LARGEST_MASK) : 0;
    const parser = new PacketParser(owner);
    const reader = isFramed ? new FrameReader(parser, () => owner.onOpen()) : parser;
    const onread = {
      buffer: readBuffer,
      callback: (length: number, bytes: Uint8Array): boolean => {
        settings.onChunk();
        reader.push(bytes as Buffer, 0, length);
        owner.onChunkEnd();
        return true;
      },
    };
    this.#socket = connect({ host: HOST, port: settings.port, noDelay: true, onread });
    this.#socket.on("connect", () => {
      if (isFramed) this.#socket.write(upgradeRequest(settings.port));
      else owner.onOpen();
    });
    this.#socket.on("error", (error) => this.#close(error.message));
    this.#socket.on("close", () => this.#close("the broker closed the connection"));
  }

  /** Where in `buffer` the next so many bytes go. */
  reserve(bytes: number): number {
    if (this.#length + bytes > this.buffer.length) this.flush();
    const at = this.#length;
    this.#length += bytes;
    return at;
  }

  /** How many bytes still fit into the buffer. */
  get room(): number {
    return this.buffer.length - this.#length;
  }

  write(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    this.buffer.set(bytes, at);
  }

  flush(): void {
    if (this.#length === HEAD_BYTES || this.#isEnding) return;
    const { buffer } = this;
    const end = this.#length;
    const start = this.#mask === 0 ? HEAD_BYTES : sealFrame(buffer, end, this.#mask);
    this.buffer = this.#buffers.take();
    this.#length = HEAD_BYTES;
    this.pendingBytes += end - start;
    this.#socket.write(buffer.subarray(start, end), () => {
      this.pendingBytes -= end - start;
      this.#buffers.giveBack(buffer);
      this.#owner.onWritten();
    });
  }

  /** Ends the connection; its owner is told nothing more. */
  end(): void {
    this.flush();
    this.#isEnding = true;
    this.#socket.end();
  }

  /** Ends it at once. */
  destroy(): void {
    this.#isEnding = true;
    this.#socket.destroy();
  }

  #close(reason: string): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#owner.onClose(reason);
  }
}
