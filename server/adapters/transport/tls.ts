import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import {
  createServer,
  type SecureContextOptions,
  type TlsOptions as ServerOptions,
  TLSSocket,
} from "node:tls";
import type { Certificate } from "../../core/ports/wire.ts";
import { type Door, type DoorOptions, openDoor } from "./door.ts";
import { Joiner } from "./joiner.ts";
import { type Endpoint, peerOf } from "./peer.ts";
import { ProxyEntrance } from "./proxy-entrance.ts";
import { SocketWire } from "./socket-wire.ts";

/** Whether clients must show a certificate that our authorities signed. */
export type ClientCertificates = "none" | "optional" | "required";

/** What a TLS door shows and asks for; all as PEM. */
export interface TlsIdentity {
  readonly certificate: Buffer;
  readonly key: Buffer;
  /** Authorities that sign client certificates. */
  readonly authorities: Buffer | undefined;
  /** Client certificates that count no more. */
  readonly revoked: Buffer | undefined;
}

/** How a door speaks TLS. */
export interface TlsOptions {
  readonly identity: TlsIdentity;
  readonly clientCertificates: ClientCertificates;
  /** How long a client may take for the handshake, milliseconds. */
  readonly handshakeMilliseconds: number;
  /** A client did not get as far as CONNECT: it does not speak TLS, or one side does not trust the other. */
  readonly onHandshakeFailed: (error: Error, address: string | undefined) => void;
}

export interface TlsDoorOptions extends DoorOptions, TlsOptions {}

/** A TLS door can show another certificate from the next client on; those who are in stay. */
export interface TlsDoor extends Door {
  /** Throws what is wrong with the new identity, and then keeps the old one. */
  renew(identity: TlsIdentity): void;
}

/** Opens a door for MQTT over TLS 1.2 or later; throws what is wrong with its certificate, rejects as TCP does. */
export async function listenTls(options: TlsDoorOptions): Promise<TlsDoor> {
  const joiner = new Joiner();
  const origins = new Origins();
  const server = createServer({ ...serverOptionsOf(options), noDelay: true });
  server.on("secureConnection", (socket) => {
    const known = { certificate: certificateOf(socket), ...origins.of(socket) };
    const peer = peerOf(socket, "tls", options.name, known);
    if (peer === undefined) socket.destroy();
    else new SocketWire(socket, peer, joiner).open(options.accept);
  });
  server.on("tlsClientError", (error, socket: Socket) => {
    options.onHandshakeFailed(error, origins.of(socket)?.address ?? socket.remoteAddress);
    // of a handshake that takes too long Node only tells
    socket.destroy();
  });
  const door = await openTlsDoor(server, options, origins);
  return { ...door, renew: (identity) => server.setSecureContext(secureContextOf(identity)) };
}

/** Before a proxy's header the connection is none of TLS yet. */
function openTlsDoor(server: Server, options: TlsDoorOptions, origins: Origins): Promise<Door> {
  if (options.proxy === undefined) return openDoor(server, options);
  const entrance = new ProxyEntrance(options.proxy, (socket, from) => {
    origins.remember(socket, from);
    server.emit("connection", socket);
  });
  return openDoor(createTcpServer({ noDelay: true }, entrance.enter), options, entrance);
}

/** For whom proxies connect, by the ends of the connection below TLS: a TLS socket does not tell which one it is on. */
class Origins {
  readonly #byEnds = new Map<string, Endpoint>();

  remember(socket: Socket, from: Endpoint | undefined): void {
    const ends = endsOf(socket);
    if (from === undefined) return;
    this.#byEnds.set(ends, from);
    socket.once("close", () => this.#byEnds.delete(ends));
  }

  of(socket: Socket): Endpoint | undefined {
    return this.#byEnds.get(endsOf(socket));
  }
}

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join(" ");
}

/** What a server of Node's needs to speak TLS like this. */
export function serverOptionsOf(options: TlsOptions): ServerOptions {
  return {
    ...secureContextOf(options.identity),
    requestCert: options.clientCertificates !== "none",
    rejectUnauthorized: options.clientCertificates === "required",
    handshakeTimeout: options.handshakeMilliseconds,
  };
}

/** What Node needs to show an identity, with TLS 1.2 as the oldest version. */
export function secureContextOf({
  certificate,
  key,
  authorities,
  revoked,
}: TlsIdentity): SecureContextOptions {
  return {
    cert: certificate,
    key,
    minVersion: "TLSv1.2",
    ...(authorities && { ca: authorities }),
    ...(revoked && { crl: revoked }),
  };
}

/** The client's certificate, only where our authorities vouch for it. */
export function certificateOf(socket: Socket): Certificate | undefined {
  if (!(socket instanceof TLSSocket && socket.authorized)) return undefined;
  const { subject, fingerprint256 } = socket.getPeerCertificate();
  if (subject === undefined) return undefined;
  return { commonName: first(subject.CN), subject: subjectText(subject), fingerprint: fingerprint256 };
}

/** As mosquitto writes a subject, RFC 2253: the most particular part first. */
function subjectText(subject: object): string {
  return Object.entries(subject)
    .reverse()
    .flatMap(([name, value]) => [value].flat().map((each) => `${name}=${escaped(String(each))}`))
    .join(",");
}

function escaped(value: string): string {
  return value.replaceAll(/[,+"\\<>;]|^[ #]| $/g, (sign) => `\\${sign}`);
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
