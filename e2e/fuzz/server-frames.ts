const SWITCHING_PROTOCOLS = 101;
const HEAD_END = "\r\n\r\n";
const Opcode = { Continuation: 0, Binary: 2, Close: 8, Ping: 9, Pong: 10 } as const;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const SEVEN_BITS = 0x7f;
const FOUR_BITS = 0x0f;

/** The server's half of a WebSocket connection (RFC 6455): the answer to the request, and frames without a mask. */
export class ServerFrames {
  /** What the server said at the end, below MQTT. */
  farewell: string | undefined;
  readonly #onBytes: (bytes: Uint8Array) => void;
  #isOpen = false;
  #isRefused = false;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onBytes: (bytes: Uint8Array) => void) {
    this.#onBytes = onBytes;
  }

  /** Throws at what is no frame that a server may send. */
  take(chunk: Uint8Array): void {
    if (this.#isRefused) return; // what follows are bodies and further answers of HTTP
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (!this.#isOpen && !this.#readHead()) return;
    while (this.#readFrame());
  }

  #readHead(): boolean {
    const end = this.#rest.indexOf(HEAD_END);
    if (end < 0) return false;
    const status = Number(this.#rest.toString("latin1", 0, end).split(" ")[1]);
    this.#rest = this.#rest.subarray(end + HEAD_END.length);
    this.#isOpen = status === SWITCHING_PROTOCOLS;
    this.#isRefused = !this.#isOpen;
    if (this.#isRefused) this.farewell = `HTTP ${status}`;
    return this.#isOpen;
  }

  #readFrame(): boolean {
    const bytes = this.#rest;
    if (bytes.length < 2) return false;
    const short = (bytes[1] ?? 0) & SEVEN_BITS;
    const start = short === LENGTH_16 ? 4 : short === LENGTH_64 ? 10 : 2;
    if (bytes.length < start) return false;
    const length =
      short === LENGTH_16 ? bytes.readUInt16BE(2) : short === LENGTH_64 ? bytes.readUInt32BE(6) : short;
    const end = start + length;
    if (bytes.length < end) return false;
    this.#rest = bytes.subarray(end);
    this.#takeFrame((bytes[0] ?? 0) & FOUR_BITS, bytes.subarray(start, end));
    return true;
  }

  #takeFrame(opcode: number, payload: Buffer): void {
    switch (opcode) {
      case Opcode.Binary:
      case Opcode.Continuation:
        this.#onBytes(payload);
        break;
      case Opcode.Close:
        if (payload.length > 1) this.farewell = `WebSocket close ${payload.readUInt16BE(0)}`;
        break;
      case Opcode.Ping:
      case Opcode.Pong:
        break;
      default:
        throw new Error(`a frame with opcode ${opcode}`);
    }
  }
}
