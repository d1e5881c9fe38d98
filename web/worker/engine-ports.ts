import type { FromWorker } from "./messages.ts";

/** The part of a WebSocket that is used. */
export interface WireSocket {
  binaryType: BinaryType;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** Opens a WebSocket; throws for an address that is none. */
export type OpenSocket = (url: string, protocols: string[]) => WireSocket;

export interface Clock {
  /** Milliseconds since the epoch, with fractions, never going back. */
  now(): number;
  /** Calls back once; the answer cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** What the worker stands on. main.ts gives the browser's; tests give their own. */
export interface EnginePorts {
  readonly post: (message: FromWorker, transfer: Transferable[]) => void;
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  /** Calls back as soon as other events have had their turn. */
  readonly defer: (callback: () => void) => void;
  /** 0 to 1, for the jitter of reconnects. */
  readonly random: () => number;
}
