/** Characters are made of so many bytes at a time: a call takes only so many arguments. */
const CHUNK_BYTES = 32_768;

/** Bytes as base64 (RFC 4648 §4). */
export function base64Of(bytes: Uint8Array): string {
  let signs = "";
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    signs += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return btoa(signs);
}
