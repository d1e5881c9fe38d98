import type { Peer, Slice, Wire } from "../ports/wire.ts";

/** A wire that keeps what is written to it; a test decides when it is full. */
export class MemoryWire implements Wire {
  readonly peer: Peer;
  readonly writes: Uint8Array[] = [];
  isFull = false;
  isPaused = false;
  isEnded = false;

  constructor(address = "127.0.0.1") {
    this.peer = { transport: "tcp", listener: "mqtt", address, port: 50_000 };
  }

  write(slices: readonly Slice[], count: number): boolean {
    let length = 0;
    for (const { start, end } of slices.slice(0, count)) length += end - start;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const { buffer, start, end } of slices.slice(0, count)) {
      bytes.set(buffer.subarray(start, end), at);
      at += end - start;
    }
    this.writes.push(bytes);
    return !this.isFull;
  }

  pauseReading(): void {
    this.isPaused = true;
  }

  resumeReading(): void {
    this.isPaused = false;
  }

  end(): void {
    this.isEnded = true;
  }

  destroy(): void {
    this.isEnded = true;
  }
}
