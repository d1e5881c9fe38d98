/** The longest remaining length in one byte, and a bit. */
const WITH_SHORT_LENGTH = 130;

/** A copy with some bytes changed, cut out or put in; mostly with the right length, so that what stands behind the header is read. */
export function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = Array.from(original);
  for (let change = random(3); change >= 0; change--) {
    const at = random(bytes.length);
    const kind = random(3);
    if (kind === 0) bytes[at] = random(256);
    else if (kind === 1) bytes.splice(at, 1);
    else bytes.splice(at, 0, random(256));
  }
  if (random(4) > 0 && bytes.length > 2 && bytes.length < WITH_SHORT_LENGTH) bytes[1] = bytes.length - 2;
  return Uint8Array.from(bytes);
}
