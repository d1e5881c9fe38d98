import { isIP, SocketAddress } from "node:net";

const IPV6 = 6;
/** How IPv6 sockets show an IPv4 peer (RFC 4291 §2.5.5.2). */
const IPV4_MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** An address as Node.js shows that of a socket, with an IPv4 peer of an IPv6 socket shown plainly. */
export function withoutMapping(address: string): string {
  return address.replace(IPV4_MAPPED, "");
}

/** An IP address that somebody wrote, in the form in which sockets show it; undefined: it is none. */
export function plainAddress(written: string): string | undefined {
  const version = written.includes("%") ? 0 : isIP(written);
  if (version === 0) return undefined;
  if (version !== IPV6) return written;
  return withoutMapping(new SocketAddress({ address: written, family: "ipv6" }).address);
}
