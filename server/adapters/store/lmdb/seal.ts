import { crc32 } from "node:zlib";

/** Behind each record. */
export const CHECKSUM_BYTES = 4;

/** A record as it lies in the file since format 2: with a checksum of its key and itself behind it. */
export function sealed(key: Buffer, record: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(record.length + CHECKSUM_BYTES);
  bytes.set(record);
  bytes.writeUInt32BE(crc32(record, crc32(key)), record.length);
  return bytes;
}

/** The record without its checksum, a view; undefined: it is not what was written. */
export function unsealed(key: Uint8Array, bytes: Buffer): Buffer | undefined {
  const length = bytes.length - CHECKSUM_BYTES;
  if (length < 0) return undefined;
  const record = bytes.subarray(0, length);
  return crc32(record, crc32(key)) === bytes.readUInt32BE(length) ? record : undefined;
}
