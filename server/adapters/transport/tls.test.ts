import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import type { Accept, Peer } from "../../core/ports/wire.ts";
import { Authority } from "./test-support/certificates.ts";
import {
  type ContractClient,
  type ContractDoor,
  closeOf,
  describeTransport,
} from "./test-support/transport-contract.ts";
import { listenTls, type TlsDoorOptions } from "./tls.ts";

const authority = new Authority("ours");
const server = authority.issue("/CN=localhost");
const client = authority.issue("/C=DE/O=Plant/OU=Production/CN=meter 7");
const identity = { ...server, authorities: authority.certificate, revoked: undefined };

afterAll(() => authority.remove());

function listen(accept: Accept, rest: Partial<TlsDoorOptions> = {}) {
  return listenTls({
    name: "test",
    host: "127.0.0.1",
    port: 0,
    accept,
    identity,
    clientCertificates: "optional",
    handshakeMilliseconds: 5_000,
    onAcceptFailed: () => undefined,
    onHandshakeFailed: () => undefined,
    ...rest,
  });
}

function dial(port: number, rest: ConnectionOptions = {}): TLSSocket {
  const socket = connect({ port, host: "127.0.0.1", ca: authority.certificate, ...rest });
  socket.on("error", () => undefined);
  return socket;
}

function hasClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
  });
}

async function open(accept: Accept): Promise<ContractDoor> {
  const door = await listen(accept);
  return { connect: () => clientOf(dial(door.port)), close: () => door.close() };
}

async function clientOf(socket: TLSSocket): Promise<ContractClient> {
  const closed = closeOf(socket);
  await once(socket, "secureConnect");
  socket.resume();
  return {
    send: (bytes) => socket.write(bytes),
    onBytes: (listener) => socket.on("data", listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.end(),
    cut: () => socket.destroy(),
    closed,
  };
}

describeTransport("TLS", open);

/** Who came in through a door, and why others did not. */
async function knock(options: Partial<TlsDoorOptions>, dialOptions: ConnectionOptions) {
  const peers: Peer[] = [];
  const failures: string[] = [];
  const accept: Accept = (wire) => {
    peers.push(wire.peer);
    wire.end();
    return { onBytes: () => undefined, onWritable: () => undefined, onClosed: () => undefined };
  };
  const door = await listen(accept, {
    ...options,
    onHandshakeFailed: (error) => failures.push(error.message),
  });
  const socket = dial(door.port, dialOptions);
  await hasClosed(socket.resume());
  await door.close();
  return { peers, failures };
}

describe("a TLS door", () => {
  it("tells the subject of a certificate that our authority signed", async () => {
    const { peers } = await knock(
      { clientCertificates: "required" },
      { cert: client.certificate, key: client.key },
    );
    expect(peers).toMatchObject([
      {
        transport: "tls",
        certificate: { commonName: "meter 7", subject: "CN=meter 7,OU=Production,O=Plant,C=DE" },
      },
    ]);
  });

  it("lets nobody in without a certificate where one is required", async () => {
    const { peers, failures } = await knock({ clientCertificates: "required" }, {});
    expect(peers).toEqual([]);
    expect(failures).toHaveLength(1);
  });

  it("does not believe a certificate that somebody else signed", async () => {
    const others = new Authority("theirs");
    const theirs = others.issue("/CN=meter 7");
    others.remove();
    const asked = { cert: theirs.certificate, key: theirs.key };
    expect((await knock({ clientCertificates: "required" }, asked)).peers).toEqual([]);
    expect((await knock({ clientCertificates: "optional" }, asked)).peers[0]?.certificate).toBeUndefined();
  });

  it("does not believe a certificate that was revoked", async () => {
    const lost = authority.issue("/CN=lost");
    const revoked = authority.revoke(lost);
    const options = { clientCertificates: "required", identity: { ...identity, revoked } } as const;
    expect((await knock(options, { cert: lost.certificate, key: lost.key })).peers).toEqual([]);
    expect((await knock(options, { cert: client.certificate, key: client.key })).peers).toHaveLength(1);
  });

  it("speaks TLS 1.2 and nothing older", async () => {
    expect((await knock({}, { maxVersion: "TLSv1.2" })).peers).toHaveLength(1);
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    expect((await knock({}, old)).peers).toEqual([]);
  });

  it("shows a renewed certificate to the next client, and keeps those who are in", async () => {
    const door = await listen((wire) => ({
      onBytes: (chunk) => void wire.write([{ buffer: chunk, start: 0, end: chunk.length }], 1),
      onWritable: () => undefined,
      onClosed: () => undefined,
    }));
    const first = dial(door.port);
    await once(first, "secureConnect");
    const renewed = authority.issue("/CN=renewed");
    door.renew({ ...identity, ...renewed });
    const second = dial(door.port);
    await once(second, "secureConnect");
    expect([first, second].map((each) => each.getPeerCertificate().subject.CN)).toEqual([
      "localhost",
      "renewed",
    ]);
    first.write("still here");
    expect(String((await once(first, "data"))[0])).toBe("still here");
    first.end();
    second.end();
    await door.close();
  });

  it("keeps its certificate when the new one cannot be read", async () => {
    const door = await listen(() => ({
      onBytes: () => undefined,
      onWritable: () => undefined,
      onClosed: () => undefined,
    }));
    expect(() => door.renew({ ...identity, certificate: Buffer.from("no certificate") })).toThrow();
    const socket = dial(door.port);
    await once(socket, "secureConnect");
    socket.end();
    await door.close();
  });

  it("ends who does not speak TLS", async () => {
    const failures: string[] = [];
    const door = await listen(
      () => {
        throw new Error("nobody comes in");
      },
      { onHandshakeFailed: (error) => failures.push(error.message) },
    );
    const socket = connectTcp(door.port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\n\r\n"));
    socket.on("error", () => undefined);
    await hasClosed(socket.resume());
    expect(failures).toHaveLength(1);
    await door.close();
  });
});
