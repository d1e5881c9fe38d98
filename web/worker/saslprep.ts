const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * A name or password as SCRAM compares it: SASLprep, RFC 4013. Throws for a character that is not allowed. The tables are
 * large, so they are fetched only for text beyond ASCII, which they leave as it is.
 */
export async function saslprep(text: string): Promise<string> {
  if (PRINTABLE_ASCII.test(text)) return text;
  giveTablesTheirBuffer();
  const { default: prepare } = await import("@mongodb-js/saslprep");
  return prepare(text);
}

/** As much of Node's Buffer as the library's tables are read with, where there is none: in a browser. */
class TableBuffer extends Uint8Array {
  static isBuffer(value: unknown): boolean {
    return value instanceof TableBuffer;
  }

  static fromBase64(text: string): TableBuffer {
    const signs = atob(text);
    const bytes = new TableBuffer(signs.length);
    for (let i = 0; i < signs.length; i++) bytes[i] = signs.charCodeAt(i);
    return bytes;
  }

  readUInt32BE(at: number): number {
    return new DataView(this.buffer, this.byteOffset, this.byteLength).getUint32(at);
  }

  /** Node's is a view, not a copy. */
  override slice(start: number, end?: number): TableBuffer {
    return this.subarray(start, end) as TableBuffer;
  }
}

function giveTablesTheirBuffer(): void {
  if ("Buffer" in globalThis) return;
  const { fromBase64, isBuffer } = TableBuffer;
  Object.assign(globalThis, { Buffer: { from: fromBase64, isBuffer } });
}
