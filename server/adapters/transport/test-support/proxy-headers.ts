const SIGNATURE = Buffer.from("0d0a0d0a000d0a515549540a", "hex");

/** A header of version 2 of the PROXY protocol, whatever its parts say. */
export function version2(versionAndCommand: number, family: number, ...rest: readonly Buffer[]): Buffer {
  const body = Buffer.concat(rest);
  const head = [versionAndCommand, family, body.length >> 8, body.length & 0xff];
  return Buffer.concat([SIGNATURE, Buffer.from(head), body]);
}
