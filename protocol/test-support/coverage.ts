import type { Field } from "../dissect/field.ts";

const BITS_OF_BYTE = 8;

/** What is wrong with how fields cover the bits of so many bytes, each of which belongs to exactly one leaf. */
export function coverageProblems(fields: readonly Field[], bytes: number): string[] {
  const counts = new Uint8Array(bytes * BITS_OF_BYTE);
  const problems: string[] = [];
  for (const field of fields) count(field, counts, problems);
  counts.forEach((times, bit) => {
    if (times !== 1) problems.push(`bit ${bit % BITS_OF_BYTE} of byte ${bit >> 3} is in ${times} leaves`);
  });
  return problems;
}

function count(field: Field, counts: Uint8Array, problems: string[]): void {
  const { key, offset, length, parts, bits } = field;
  const end = offset + length;
  if (length === 0) problems.push(`${key} at ${offset} has no byte`);
  if (parts.length > 0) {
    const isWithin = parts.every((part) => part.offset >= offset && part.offset + part.length <= end);
    if (!isWithin) problems.push(`${key} at ${offset} is smaller than its parts`);
    for (const part of parts) count(part, counts, problems);
    return;
  }
  const [low, high] = bits === undefined ? [0, BITS_OF_BYTE * length - 1] : [bits.low, bits.high];
  for (let bit = low; bit <= high; bit++) {
    const at = offset * BITS_OF_BYTE + bit;
    counts[at] = (counts[at] ?? 0) + 1;
  }
}
