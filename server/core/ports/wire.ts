/** How a client reached the broker. */
export type TransportKind = "tcp" | "tls" | "ws" | "wss";

/** A client certificate that one of our authorities signed. */
export interface Certificate {
  readonly commonName: string | undefined;
  /** The whole subject in the order of RFC 2253, like `CN=meter 7,OU=Production,O=Plant`. */
  readonly subject: string;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
}

/** What somebody who is logged in to the page may do; each may what those before it may. */
export const PAGE_ROLES = ["look", "act", "admin"] as const;
export type PageRole = (typeof PAGE_ROLES)[number];

/** Who is logged in to the page. */
export interface PageUser {
  readonly name: string;
  readonly role: PageRole;
}

/** What is known of the peer before it says a word. */
export interface Peer {
  readonly transport: TransportKind;
  /** The listener's name, like "mqtt" or "http". */
  readonly listener: string;
  /** IP address, without the port. */
  readonly address: string;
  /** Undefined where a proxy tells the address alone. */
  readonly port: number | undefined;
  /** Undefined where it showed none. */
  readonly certificate?: Certificate | undefined;
  /** Of the page from which it connects; undefined where nobody is logged in to one. */
  readonly pageUser?: PageUser | undefined;
}

/** A run of bytes inside a larger buffer. */
export interface Slice {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** One network connection as the core sees it: bytes out, and an end. Bytes come in through {@link WireHandler}. */
export interface Wire {
  readonly peer: Peer;
  /**
   * Writes the first `count` of `slices` in order, as one system call where the transport can. The slice records are the
   * core's again on return; the bytes in them are not changed until they are sent. Returns false when the wire is full:
   * no more writes until `onWritable`.
   */
  write(slices: readonly Slice[], count: number): boolean;
  /** Stops or goes on reading from the peer; bytes already read may still arrive. */
  pauseReading(): void;
  resumeReading(): void;
  /** Sends what was written, then closes. */
  end(): void;
  /** Closes at once; what was not sent is lost. */
  destroy(): void;
}

/** What the core does with a network connection; a transport calls these. */
export interface WireHandler {
  onBytes(chunk: Uint8Array): void;
  /** The wire took everything and may be written again. */
  onWritable(): void;
  /** The network connection is gone; called once. `error` says why when it was not an orderly end. */
  onClosed(error: Error | undefined): void;
}

/** The core's side of accepting a connection. */
export type Accept = (wire: Wire) => WireHandler;
