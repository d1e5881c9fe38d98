import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Accept, Slice, Wire } from "../../../core/ports/wire.ts";

/** The far end of a connection, as the contract needs it. */
export interface ContractClient {
  send(bytes: Uint8Array): void;
  /** Calls `listener` with what arrives, until it is paused. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  pause(): void;
  resume(): void;
  /** An orderly end. */
  end(): void;
  /** The wire is cut: no goodbye. */
  cut(): void;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
}

/** An open door, and how to reach it. */
export interface ContractDoor {
  connect(): Promise<ContractClient>;
  close(): Promise<void>;
}

/** What the core's side of one connection has seen. */
class Seen {
  readonly wire: Wire;
  readonly #listeners = new Set<() => void>();
  readonly #chunks: Uint8Array[] = [];
  writableCalls = 0;
  readonly closes: (Error | undefined)[] = [];

  constructor(wire: Wire) {
    this.wire = wire;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  readonly handler = {
    onBytes: (chunk: Uint8Array) => this.#tell(() => this.#chunks.push(Uint8Array.from(chunk))),
    onWritable: () => this.#tell(() => this.writableCalls++),
    onClosed: (error: Error | undefined) => this.#tell(() => this.closes.push(error)),
  };

  /** Resolves as soon as `isSo`. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
      look();
    });
  }

  #tell(change: () => void): void {
    change();
    for (const listener of this.#listeners) listener();
  }
}

const BIG_BYTES = 4 * 1024 * 1024;

/** What every transport does, whatever carries its bytes. */
export function describeTransport(name: string, open: (accept: Accept) => Promise<ContractDoor>): void {
  describe(`${name} as a transport`, () => {
    let door: ContractDoor;
    let accepted: Seen[];

    beforeEach(async () => {
      accepted = [];
      door = await open((wire) => {
        const seen = new Seen(wire);
        accepted.push(seen);
        return seen.handler;
      });
    });
    afterEach(() => door.close());

    async function connect(): Promise<{ client: ContractClient; seen: Seen }> {
      const client = await door.connect();
      client.send(Uint8Array.of(0));
      for (;;) {
        const seen = accepted[0];
        if (seen !== undefined) {
          await seen.until(() => seen.bytes.length === 1);
          return { client, seen };
        }
        await new Promise(setImmediate);
      }
    }

    it("tells who is at the other end", async () => {
      const { client, seen } = await connect();
      expect(seen.wire.peer).toMatchObject({ address: "127.0.0.1", listener: "test" });
      client.cut();
    });

    it("brings bytes in order, however they are cut [5 MQTT-4.2-1] [3 MQTT-7.1.1-1]", async () => {
      const { client, seen } = await connect();
      const sent = numbered(3000);
      for (let at = 0; at < 1000; at++) client.send(sent.subarray(at, at + 1));
      client.send(sent.subarray(1000));
      await seen.until(() => seen.bytes.length === 1 + sent.length);
      expect(seen.bytes.subarray(1).equals(sent)).toBe(true);
      client.cut();
    });

    it("writes small slices, large slices and mixtures in order, and only so many as it is told [5 MQTT-4.2-1] [3 MQTT-7.1.1-1]", async () => {
      const { client, seen } = await connect();
      const source = numbered(100_000);
      const slices = [
        ...cut(source, 0, 20, 300),
        ...cut(source, 6_000, 4, 20_000),
        ...cut(source, 86_000, 2, 7_000),
      ];
      seen.wire.write(slices.slice(0, 1), 1);
      seen.wire.write([...slices.slice(1, 20), slice(source, 0, 99)], 19);
      seen.wire.write(slices.slice(20), slices.length - 20);
      expect((await receive(client, source.length)).equals(source)).toBe(true);
      client.cut();
    });

    it("says when it is full, and once when it may be written again", async () => {
      const { client, seen } = await connect();
      client.pause();
      const source = numbered(BIG_BYTES);
      let written = 0;
      const part = slice(source, 0, source.length);
      do written += source.length;
      while (seen.wire.write([part], 1));
      expect(seen.writableCalls).toBe(0);
      const received = receive(client, written);
      client.resume();
      await seen.until(() => seen.writableCalls > 0);
      const all = await received;
      expect(all.subarray(-BIG_BYTES).equals(source)).toBe(true);
      expect(seen.writableCalls).toBe(1);
      client.cut();
    });

    it("keeps joined bytes that the system has not taken, while others are written", async () => {
      const { client, seen } = await connect();
      client.pause();
      const source = numbered(2_000);
      const halves = [slice(source, 0, 1_000), slice(source, 1_000, 2_000)];
      let writes = 1;
      while (seen.wire.write(halves, 2)) writes++;
      const other = await door.connect();
      other.send(Uint8Array.of(0));
      while (accepted[1] === undefined) await new Promise(setImmediate);
      const zeros = new Uint8Array(2_000);
      accepted[1].wire.write([slice(zeros, 0, 1_000), slice(zeros, 1_000, 2_000)], 2);
      const received = receive(client, writes * 2_000);
      client.resume();
      expect((await received).subarray(-2_000).equals(source)).toBe(true);
      client.cut();
      other.cut();
    });

    it("stops reading when it is told, and goes on without a loss", async () => {
      const { client, seen } = await connect();
      seen.wire.pauseReading();
      const sent = numbered(BIG_BYTES);
      client.send(sent);
      await turns(20);
      expect(seen.bytes.length).toBeLessThan(BIG_BYTES);
      seen.wire.resumeReading();
      await seen.until(() => seen.bytes.length === 1 + sent.length);
      expect(seen.bytes.subarray(1).equals(sent)).toBe(true);
      client.cut();
    });

    it("sends what was written before it ends, and closes once", async () => {
      const { client, seen } = await connect();
      const source = numbered(BIG_BYTES);
      const received = receive(client, source.length);
      seen.wire.write([slice(source, 0, source.length)], 1);
      seen.wire.end();
      seen.wire.end();
      expect((await received).equals(source)).toBe(true);
      await client.closed;
      await seen.until(() => seen.closes.length > 0);
      await turns(5);
      expect(seen.closes).toEqual([undefined]);
    });

    it("hands over nothing more after it was ended", async () => {
      const { client, seen } = await connect();
      seen.wire.end();
      client.send(numbered(10));
      client.end();
      await seen.until(() => seen.closes.length > 0);
      expect(seen.bytes).toHaveLength(1);
    });

    it("closes in order when the peer does", async () => {
      const { client, seen } = await connect();
      client.end();
      await seen.until(() => seen.closes.length > 0);
      expect(seen.closes).toEqual([undefined]);
    });

    it("tells once why it closed when the wire was cut", async () => {
      const { client, seen } = await connect();
      client.cut();
      await seen.until(() => seen.closes.length > 0);
      await turns(5);
      expect(seen.closes).toEqual([expect.any(Error)]);
    });

    it("takes a write after the end as lost, not as an error", async () => {
      const { seen, client } = await connect();
      seen.wire.destroy();
      expect(seen.wire.write([slice(numbered(9), 0, 9)], 1)).toBe(false);
      await seen.until(() => seen.closes.length > 0);
      await client.closed;
      expect(seen.wire.write([slice(numbered(9), 0, 9)], 1)).toBe(false);
      expect(seen.closes).toHaveLength(1);
    });
  });
}

function numbered(bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let at = 0; at < bytes; at++) buffer[at] = (at * 31 + (at >> 8)) & 0xff;
  return buffer;
}

function slice(buffer: Uint8Array, start: number, end: number): Slice {
  return { buffer, start, end };
}

function cut(buffer: Uint8Array, from: number, count: number, bytes: number): Slice[] {
  return Array.from({ length: count }, (_, index) => {
    const start = from + index * bytes;
    return slice(buffer, start, start + bytes);
  });
}

function receive(client: ContractClient, bytes: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let count = 0;
    client.onBytes((chunk) => {
      chunks.push(chunk);
      count += chunk.length;
      if (count >= bytes) resolve(Buffer.concat(chunks));
    });
  });
}

/** Lets the event loop turn `count` times. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

/** Resolves when `emitter` has said that it is closed. */
export async function closeOf(emitter: NodeJS.EventEmitter): Promise<void> {
  await once(emitter, "close");
}
