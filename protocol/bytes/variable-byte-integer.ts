/** Bytes that a value takes as a variable byte integer, in the shortest form [5 MQTT-1.5.5-1] (5.0 §1.5.5). */
export function variableByteIntegerLength(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : 4;
}

/** Writes a value of at most 268,435,455 and returns the end (5.0 §1.5.5). */
export function writeVariableByteInteger(buffer: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at;
  while (rest >= 0x80) {
    buffer[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[end++] = rest;
  return end;
}
