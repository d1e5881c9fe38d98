import { plainAddress } from "./ip-address.ts";
import type { Endpoint } from "./peer.ts";

/** With its CRLF (PROXY protocol §2.1). */
const V1_LONGEST_BYTES = 107;
const V1_START = Buffer.from("PROXY ");
const V1_UNKNOWN = /^PROXY UNKNOWN(?: |$)/;
const V1_LINE = /^PROXY TCP([46]) ([0-9A-Fa-f:.]+) ([0-9A-Fa-f:.]+) (\d{1,5}) (\d{1,5})$/;
const V2_START = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
/** Signature, version and command, family, and length of what follows (§2.2). */
const V2_HEAD_BYTES = 16;
/** What may follow the head: 216 bytes of addresses, and type-length-value fields, which are passed over. */
const V2_LONGEST_REST_BYTES = 4096;
const V2_VERSION = 2;
const V2_COMMAND = { Local: 0, Proxy: 1 } as const;
/** Address family in the high half, transport in the low one; those above are not assigned. */
const V2_HIGHEST = { family: 3, transport: 2 } as const;
const V2_TCP4 = 0x11;
const V2_TCP6 = 0x21;
const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const PORT_BYTES = 2;
const HIGHEST_PORT = 65_535;

/** What the first bytes of a connection say by the PROXY protocol. */
export type ProxyHeader =
  | { readonly state: "incomplete" }
  | { readonly state: "wrong"; readonly reason: string }
  /** `from` undefined: the proxy speaks for itself (a health check), or does not know; the socket's own address counts. */
  | { readonly state: "whole"; readonly bytes: number; readonly from: Endpoint | undefined };

const INCOMPLETE: ProxyHeader = { state: "incomplete" };

/** Reads a header of version 1 or 2 of the PROXY protocol from the beginning of `bytes`. */
export function readProxyHeader(bytes: Buffer): ProxyHeader {
  if (beginsLike(bytes, V2_START)) return readVersion2(bytes);
  if (beginsLike(bytes, V1_START)) return readVersion1(bytes);
  return wrong("it does not begin with a header of the PROXY protocol");
}

/** True as well while there are too few bytes to tell. */
function beginsLike(bytes: Buffer, start: Buffer): boolean {
  const length = Math.min(bytes.length, start.length);
  return bytes.subarray(0, length).equals(start.subarray(0, length));
}

function readVersion1(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, V1_LONGEST_BYTES).indexOf("\r\n");
  if (end < 0) {
    return bytes.length < V1_LONGEST_BYTES
      ? INCOMPLETE
      : wrong(`version 1: no end of the line within ${V1_LONGEST_BYTES} bytes`);
  }
  const line = bytes.toString("latin1", 0, end);
  const whole = end + "\r\n".length;
  if (V1_UNKNOWN.test(line)) return { state: "whole", bytes: whole, from: undefined };
  const [, version, source = "", destination = "", sourcePort, destinationPort] = V1_LINE.exec(line) ?? [];
  const isWritten = [source, destination].every((each) => each.includes(":") === (version === "6"));
  const address = plainAddress(source);
  const ports = [Number(sourcePort), Number(destinationPort)];
  if (!isWritten || address === undefined || plainAddress(destination) === undefined) {
    return wrong("version 1: the line does not name two addresses of one family and two ports");
  }
  if (ports.some((port) => port > HIGHEST_PORT)) return wrong(`version 1: a port is above ${HIGHEST_PORT}`);
  return { state: "whole", bytes: whole, from: { address, port: Number(sourcePort) } };
}

function readVersion2(bytes: Buffer): ProxyHeader {
  if (bytes.length < V2_HEAD_BYTES) return INCOMPLETE;
  const versionAndCommand = bytes.readUInt8(V2_START.length);
  const family = bytes.readUInt8(V2_START.length + 1);
  const length = bytes.readUInt16BE(V2_HEAD_BYTES - PORT_BYTES);
  const command = versionAndCommand & 0x0f;
  if (versionAndCommand >> 4 !== V2_VERSION) return wrong("version 2: the version in its head is another");
  if (command > V2_COMMAND.Proxy) return wrong(`version 2: there is no command ${command}`);
  if (length > V2_LONGEST_REST_BYTES) return wrong(`version 2: longer than ${V2_LONGEST_REST_BYTES} bytes`);
  const whole = V2_HEAD_BYTES + length;
  // the family of LOCAL means nothing
  if (command === V2_COMMAND.Proxy) {
    if (family >> 4 > V2_HIGHEST.family || (family & 0x0f) > V2_HIGHEST.transport)
      return wrong(`version 2: there is no address family 0x${family.toString(16)}`);
    if (length < addressesOf(family)) return wrong("version 2: too short for its addresses");
  }
  if (bytes.length < whole) return INCOMPLETE;
  const from = command === V2_COMMAND.Proxy ? sourceOf(bytes.subarray(V2_HEAD_BYTES), family) : undefined;
  return { state: "whole", bytes: whole, from };
}

function addressesOf(family: number): number {
  if (family === V2_TCP4) return 2 * (IPV4_BYTES + PORT_BYTES);
  return family === V2_TCP6 ? 2 * (IPV6_BYTES + PORT_BYTES) : 0;
}

/** Of families that are not TCP the addresses say nothing about a TCP connection. */
function sourceOf(rest: Buffer, family: number): Endpoint | undefined {
  if (family === V2_TCP4) {
    return { address: rest.subarray(0, IPV4_BYTES).join("."), port: rest.readUInt16BE(2 * IPV4_BYTES) };
  }
  if (family !== V2_TCP6) return undefined;
  const groups = rest.toString("hex", 0, IPV6_BYTES).match(/.{4}/g) ?? [];
  const address = plainAddress(groups.join(":"));
  return address === undefined ? undefined : { address, port: rest.readUInt16BE(2 * IPV6_BYTES) };
}

function wrong(reason: string): ProxyHeader {
  return { state: "wrong", reason };
}
