import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode } from "../../protocol/codec/decode.ts";
import { encode } from "../../protocol/codec/encode.ts";
import { Framer } from "../../protocol/codec/framer.ts";
import { PacketType, type Publish } from "../../protocol/packets.ts";
import { importFailure } from "./import-failure.ts";

/** Written and read at once; bytes. */
const CHUNK_BYTES = 1_048_576;
const VERSION = 5;
const OWNER_ONLY = 0o600;

/**
 * Messages on their way, in a temporary file that only its owner may read and that has no name any more. Adding never
 * waits for anybody but the disk: a broker drops QoS 0 messages for a reader that stalls.
 */
export class Spool {
  readonly #file: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  constructor() {
    this.#file = orFailure(() => {
      const folder = mkdtempSync(join(tmpdir(), "vitrina-import-"));
      try {
        return openSync(join(folder, "messages"), "wx+", OWNER_ONLY);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  /** Throws StartError where the disk takes no more. */
  add(publish: Publish): void {
    // the bytes of a payload are a view of what was received, and would keep all of that
    const bytes = encode({ ...publish, qos: 0, packetId: 0, dup: false }, VERSION);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= CHUNK_BYTES) this.#flush();
  }

  /** All messages, in the order in which they were added. */
  *messages(): Generator<Publish> {
    this.#flush();
    const framer = new Framer(Number.MAX_SAFE_INTEGER);
    let position = 0;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const length = orFailure(() => readSync(this.#file, chunk, 0, CHUNK_BYTES, position));
      if (length === 0) return;
      position += length;
      framer.push(chunk.subarray(0, length));
      while (framer.next()) {
        const { buffer, start, body, end } = framer;
        const packet = decode(buffer, start, body, end, VERSION, "fromServer");
        if (packet.type === PacketType.Publish) yield packet;
      }
    }
  }

  /** The file is gone with this. */
  close(): void {
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    orFailure(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    });
  }
}

function orFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = (error as Error).message;
    throw importFailure("import-spool-failed", `a temporary file in ${tmpdir()} cannot be used: ${reason}`);
  }
}
