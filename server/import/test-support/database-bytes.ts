/** How a machine wrote a database. */
export interface Layout {
  readonly version: number;
  readonly isBigEndian: boolean;
  /** Whether numbers of eight bytes are aligned, as everywhere but on 32-bit x86. */
  readonly isAligned: boolean;
}

/** mosquitto 2 on a machine of today. */
export const USUAL: Layout = { version: 6, isBigEndian: false, isAligned: true };

/** The state of a message on its way, by mosquitto's numbers. */
export const State = {
  WaitForPuback: 3,
  WaitForPubrec: 5,
  WaitForPubrel: 7,
  WaitForPubcomp: 9,
  Queued: 11,
} as const;

/** A message as a test names it; times are seconds since the epoch. */
export interface TestMessage {
  readonly key: number;
  readonly topic?: string;
  readonly payload?: string;
  readonly qos?: number;
  readonly retain?: boolean;
  readonly expiresAt?: number;
  readonly clientId?: string;
  readonly userName?: string;
  /** With their length first. */
  readonly properties?: string;
}

interface TestClient {
  readonly clientId: string;
  readonly userName?: string | Buffer;
  readonly expirySeconds?: number;
  readonly endsAt?: number;
}

interface TestClientMessage {
  readonly clientId: string;
  readonly key: number;
  readonly direction?: "in" | "out";
  readonly packetId?: number;
  readonly qos?: number;
  readonly state?: number;
  readonly retain?: boolean;
  readonly dup?: boolean;
  readonly properties?: string;
}

interface TestSubscription {
  readonly clientId: string;
  readonly filter: string;
  readonly qos?: number;
  readonly options?: number;
  readonly identifier?: number;
}

/** Writes a database as mosquitto does, chunk by chunk. */
export class DatabaseBytes {
  readonly #layout: Layout;
  readonly #parts: Buffer[];

  constructor(layout: Layout = USUAL, isFinal = true) {
    this.#layout = layout;
    this.#parts = [Buffer.from("\0\xb5\0mosquitto db\0\0\0\0", "latin1"), u32(layout.version)];
    const padding = Buffer.alloc(layout.isAligned ? 6 : 2);
    this.chunk(1, this.#u64(99), u8(isFinal ? 1 : 0), u8(8), padding);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  message({
    key,
    topic = "t",
    payload = "",
    qos = 1,
    retain = false,
    expiresAt = 0,
    ...from
  }: TestMessage): this {
    const { clientId = "publisher", userName = "", properties = "" } = from;
    return this.chunk(
      2,
      this.#u64(key),
      this.#u64(expiresAt),
      u32(Buffer.byteLength(payload)),
      u16(1),
      ...[clientId, userName, topic].map((text) => u16(Buffer.byteLength(text))),
      u16(1883),
      u8(qos),
      u8(retain ? 1 : 0),
      ...[clientId, userName, topic, payload].map((text) => Buffer.from(text)),
      Buffer.from(properties, "hex"),
    );
  }

  client({ clientId, userName = "", expirySeconds = 0xffff_ffff, endsAt = 0 }: TestClient): this {
    const { version, isAligned } = this.#layout;
    const name = Buffer.from(userName as string);
    const user = [u16(1883), u16(name.length), Buffer.alloc(isAligned ? 4 : 0)];
    return this.chunk(
      6,
      this.#u64(endsAt),
      u32(expirySeconds),
      u16(7),
      u16(Buffer.byteLength(clientId)),
      ...(version > 5 ? user : []),
      Buffer.from(clientId),
      ...(version > 5 ? [name] : []),
    );
  }

  clientMessage({
    clientId,
    key,
    direction = "out",
    packetId = 0,
    qos = 1,
    ...rest
  }: TestClientMessage): this {
    const { state = State.Queued, retain = false, dup = false, properties = "" } = rest;
    return this.chunk(
      3,
      this.#u64(key),
      u16(packetId),
      u16(Buffer.byteLength(clientId)),
      u8(qos),
      u8(state),
      u8((retain ? 0x10 : 0) | (dup ? 1 : 0)),
      u8(direction === "in" ? 0 : 1),
      Buffer.from(clientId),
      Buffer.from(properties, "hex"),
    );
  }

  subscription({ clientId, filter, qos = 1, options = 0, identifier = 0 }: TestSubscription): this {
    const lengths = [clientId, filter].map((text) => u16(Buffer.byteLength(text)));
    const texts = [clientId, filter].map((text) => Buffer.from(text));
    return this.chunk(5, u32(identifier), ...lengths, u8(qos), u8(options), Buffer.alloc(2), ...texts);
  }

  retained(key: number): this {
    return this.chunk(4, this.#u64(key));
  }

  /** A chunk of any kind. */
  chunk(kind: number, ...parts: readonly Buffer[]): this {
    const body = Buffer.concat(parts);
    this.#parts.push(u32(kind), u32(body.length), body);
    return this;
  }

  #u64(value: number): Buffer {
    const bytes = Buffer.alloc(8);
    if (this.#layout.isBigEndian) bytes.writeBigUInt64BE(BigInt(value));
    else bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  }
}

function u8(value: number): Buffer {
  return Buffer.from([value]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
