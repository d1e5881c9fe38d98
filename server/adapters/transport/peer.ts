import type { Socket } from "node:net";
import type { Peer, TransportKind } from "../../core/ports/wire.ts";
import { withoutMapping } from "./ip-address.ts";

/** Where a client is, as a proxy in front of us says. */
export type Endpoint = Pick<Peer, "address" | "port">;

/** Who is at the other end, or undefined when it has gone already; what is `known` otherwise wins. */
export function peerOf(
  socket: Socket,
  transport: TransportKind,
  listener: string,
  known: Partial<Pick<Peer, "certificate" | "pageUser" | "address" | "port">> = {},
): Peer | undefined {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  return { transport, listener, address: withoutMapping(remoteAddress), port: remotePort, ...known };
}
