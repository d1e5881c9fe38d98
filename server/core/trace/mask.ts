import { dissect } from "../../../protocol/dissect/dissect.ts";
import type { Field } from "../../../protocol/dissect/field.ts";
import { PacketType, type ProtocolVersion } from "../../../protocol/packets.ts";
import type { ByteRange } from "../ports/trace.ts";

/** What stands in the place of each byte that is not kept. */
const MASK = 0x2a;
/** So far no packet can hold a secret: fixed header, protocol name and version. */
const OPEN_BYTES = 8;
/** Packets with a password or with authentication data (MQTT 5.0 §3.1.3.6, §3.1.2.11.10, §3.2.2.3.18, §3.15.2.2.3). */
const WITH_SECRETS: readonly number[] = [PacketType.Connect, PacketType.Connack, PacketType.Auth];
const SECRETS: readonly string[] = ["password", "authenticationData"];
const UNREAD: readonly string[] = ["notRead", "beyond"];

/** How much of a packet may be kept. */
export interface MaskOptions {
  readonly hasPayloads: boolean;
  /** Whether the client is in. Before that, what cannot be read may be its secret. */
  readonly isKnown: boolean;
}

/** What was overwritten, and the version with which the packet is to be read: CONNECT names it itself. */
export interface Masked {
  readonly version: ProtocolVersion;
  readonly ranges: readonly ByteRange[];
}

const NO_RANGES: readonly ByteRange[] = [];

/**
 * Overwrites in `bytes`, the beginning of a packet, what nobody is to read. What a reader does not get as far as is
 * overwritten too where it may hide a secret. Lengths stay, so that the packet can still be taken apart.
 */
export function mask(bytes: Uint8Array, version: ProtocolVersion, options: MaskOptions): Masked {
  const mayHideSecrets = WITH_SECRETS.includes((bytes[0] ?? 0) >> 4) || !options.isKnown;
  if (!mayHideSecrets && options.hasPayloads) return { version, ranges: NO_RANGES };
  const dissection = dissect(bytes, version);
  const isUnreadHidden = mayHideSecrets || dissection.fault !== undefined;
  const ranges: ByteRange[] = [];
  for (const field of dissection.fields) collect(field, options, isUnreadHidden, ranges);
  for (const { start, end } of ranges) bytes.fill(MASK, start, end);
  return { version: dissection.version, ranges };
}

function collect(field: Field, options: MaskOptions, isUnreadHidden: boolean, into: ByteRange[]): void {
  const { key, offset, length, parts } = field;
  if (SECRETS.includes(key) || (key === "willPayload" && !options.hasPayloads)) collectData(field, into);
  else if (key === "applicationMessage" && !options.hasPayloads) add(into, offset, offset + length);
  else if (UNREAD.includes(key) && isUnreadHidden) add(into, Math.max(offset, OPEN_BYTES), offset + length);
  else for (const part of parts) collect(part, options, isUnreadHidden, into);
}

function collectData(field: Field, into: ByteRange[]): void {
  if (field.key === "binaryData") add(into, field.offset, field.offset + field.length);
  for (const part of field.parts) collectData(part, into);
}

function add(into: ByteRange[], start: number, end: number): void {
  if (start < end) into.push({ start, end });
}
