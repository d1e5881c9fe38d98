import type { ProtocolVersion } from "../packets.ts";
import type { ReasonCode } from "../reason-codes.ts";
import { hex, toHex } from "./hex.ts";

/** Bytes that end a connection, and the reason that has to be given. */
export interface MalformedCase {
  readonly name: string;
  readonly version: ProtocolVersion;
  readonly hex: string;
  readonly reasonCode: ReasonCode;
  /** Whether it stands for the CONNECT, or is sent when the connection is up. */
  readonly when: "first" | "connected";
  readonly from: "client" | "server";
}

/** A packet of at most 127 bytes behind its header, with the remaining length put in. */
export function frame(firstByte: string, body: string): string {
  const bytes = hex(body);
  return firstByte + toHex(Uint8Array.of(bytes.length)) + toHex(bytes);
}

/** Rows of a table in which version, moment and sender are the same. */
export function malformed(
  version: ProtocolVersion,
  when: MalformedCase["when"],
  from: MalformedCase["from"],
  rows: readonly (readonly [name: string, hex: string, reasonCode: ReasonCode])[],
): MalformedCase[] {
  return rows.map(([name, bytes, reasonCode]) => ({ name, version, hex: bytes, reasonCode, when, from }));
}
