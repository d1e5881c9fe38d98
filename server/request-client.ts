import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { plainAddress, withoutMapping } from "./adapters/transport/ip-address.ts";
import type { Endpoint } from "./adapters/transport/peer.ts";
import type { IsTrusted } from "./trusted-proxies.ts";

/** An address with or without a port, as proxies write it: `192.0.2.1:80`, `[2001:db8::1]:80`. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/;

/** Who sent a request over HTTP, as far as the proxies between are trusted. */
export interface RequestClient extends Endpoint {
  /** Whether it came over HTTPS as far as the first proxy. */
  readonly isHttps: boolean;
}

/**
 * Tells who sent a request: the peer of its connection, or, where that is a trusted proxy, the last address of
 * X-Forwarded-For that is none. What stands before that one anybody can have written.
 */
export function requestClientBy(isTrusted: IsTrusted): (request: IncomingMessage) => RequestClient {
  return ({ socket, headers }) => {
    const { remoteAddress = "", remotePort: port } = socket;
    const peer = { address: withoutMapping(remoteAddress), port };
    const isTls = socket instanceof TLSSocket;
    if (!isTrusted(peer.address)) return { ...peer, isHttps: isTls };
    const [protocol = ""] = textOf(headers["x-forwarded-proto"]).split(",", 1);
    const isHttps = protocol === "" ? isTls : protocol.trim().toLowerCase() === "https";
    return { ...clientBehind(peer, textOf(headers["x-forwarded-for"]), isTrusted), isHttps };
  };
}

function clientBehind(proxy: Endpoint, forwardedFor: string, isTrusted: IsTrusted): Endpoint {
  let nearest = proxy;
  for (const written of forwardedFor.split(",").reverse()) {
    const hop = endpointOf(written.trim());
    // "unknown" and the like: nobody can be named beyond the hop before
    if (hop === undefined) return nearest;
    nearest = hop;
    if (!isTrusted(hop.address)) return hop;
  }
  return nearest;
}

function endpointOf(written: string): Endpoint | undefined {
  const bare = plainAddress(written);
  if (bare !== undefined) return { address: bare, port: undefined };
  const [, bracketed, name, port] = WITH_PORT.exec(written) ?? [];
  const address = plainAddress(bracketed ?? name ?? "");
  return address === undefined ? undefined : { address, port: port === undefined ? undefined : Number(port) };
}

/** Node.js joins what was sent more than once. */
function textOf(header: string | readonly string[] | undefined): string {
  return String(header ?? "");
}
