import { decode } from "../codec/decode.ts";
import type { Direction } from "../codec/fixed-header.ts";
import { readHeader } from "../codec/framer.ts";
import { MqttError } from "../errors.ts";
import { packetName } from "../packet-names.ts";
import { PacketType, type ProtocolVersion } from "../packets.ts";
import type { Dissection, Fault } from "./field.ts";
import { FieldCursor } from "./field-cursor.ts";
import { fixedHeaderFields } from "./fixed-header-fields.ts";
import { packetFields } from "./packet-fields.ts";

interface Subject {
  readonly bytes: Uint8Array;
  readonly version: ProtocolVersion;
  readonly direction: Direction | undefined;
}

/** Where the body begins and the packet ends, as far as its header can be read. */
interface Frame {
  readonly body: number;
  readonly end: number | undefined;
  readonly fault: Fault | undefined;
}

/**
 * Takes the packet at the beginning of `bytes` apart, down to its bits, for people to look at. Never throws: bytes that
 * the codec refuses are read up to the fault, which the codec names. With a direction, what only the other side may
 * send is a fault too.
 */
export function dissect(bytes: Uint8Array, version: ProtocolVersion, direction?: Direction): Dissection {
  const subject = { bytes, version, direction };
  const frame = frameOf(bytes);
  const end = frame.end ?? bytes.length;
  const isWhole = frame.end !== undefined && frame.end <= bytes.length;
  const fault = frame.fault ?? (mayBeJudged(subject, frame, isWhole) ? faultOf(subject, frame) : undefined);
  const cursor = layOut(subject, end, fault?.offset);
  cursor.close(end);
  return {
    version: cursor.version,
    name: packetName((bytes[0] ?? 0) >> 4),
    fields: cursor.fields,
    totalBytes: frame.end,
    isWhole,
    fault,
  };
}

/** Of a packet that was cut only a PUBLISH is judged, if nothing but payload is missing. */
function mayBeJudged(subject: Subject, { end }: Frame, isWhole: boolean): boolean {
  if (isWhole || end === undefined) return isWhole;
  return (subject.bytes[0] ?? 0) >> 4 === PacketType.Publish && !layOut(subject, end, undefined).isShort;
}

function layOut({ bytes, version }: Subject, end: number, faultAt: number | undefined): FieldCursor {
  const cursor = new FieldCursor(bytes, version, faultAt);
  fixedHeaderFields(cursor, version);
  cursor.end = Math.min(end, bytes.length);
  packetFields(cursor, (bytes[0] ?? 0) >> 4);
  return cursor;
}

function frameOf(bytes: Uint8Array): Frame {
  try {
    const header = readHeader(bytes, 0, bytes.length);
    return { body: header?.body ?? 0, end: header?.end, fault: undefined };
  } catch (error) {
    return { body: 0, end: undefined, fault: faultFrom(error) };
  }
}

function faultOf({ bytes, version, direction }: Subject, { body, end = 0 }: Frame): Fault | undefined {
  try {
    decode(bytes, 0, body, Math.min(end, bytes.length), version, direction);
    return undefined;
  } catch (error) {
    return faultFrom(error);
  }
}

function faultFrom(error: unknown): Fault {
  if (!(error instanceof MqttError)) throw error;
  const { offset = 0, reasonCode, message, clause } = error;
  return { offset, reasonCode, message, clause };
}
