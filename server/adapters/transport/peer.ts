import type { Socket } from "node:net";
import type { Peer, TransportKind } from "../../core/ports/wire.ts";

/** How IPv6 sockets show an IPv4 peer (RFC 4291 §2.5.5.2). */
const IPV4_MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Who is at the other end, or undefined when it has gone already. */
export function peerOf(
  socket: Socket,
  transport: TransportKind,
  listener: string,
  known: Pick<Peer, "certificate" | "pageUser"> = {},
): Peer | undefined {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  const address = remoteAddress.replace(IPV4_MAPPED, "");
  return { transport, listener, address, port: remotePort, ...known };
}
