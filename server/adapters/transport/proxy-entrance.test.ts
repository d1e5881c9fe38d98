import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Accept, Peer } from "../../core/ports/wire.ts";
import type { Door } from "./door.ts";
import type { ProxyProtocol } from "./proxy-entrance.ts";
import { listenTcp } from "./tcp.ts";
import { Authority } from "./test-support/certificates.ts";
import { version2 } from "./test-support/proxy-headers.ts";
import { closeOf, describeTransport } from "./test-support/transport-contract.ts";
import { listenTls } from "./tls.ts";

const HEADER = "PROXY TCP4 203.0.113.7 192.0.2.1 49152 1883\r\n";
const HERE = "PROXY TCP4 127.0.0.1 127.0.0.1 49152 1883\r\n";
const LOCAL = version2(0x20, 0);

const authority = new Authority("ours");
const identity = {
  ...authority.issue("/CN=localhost"),
  authorities: authority.certificate,
  revoked: undefined,
};
const meter = authority.issue("/CN=meter 7");

afterAll(() => authority.remove());

type Refused = Parameters<ProxyProtocol["onRefused"]>;

/** What came through a door behind a proxy, and what did not. */
class Seen {
  readonly peers: Peer[] = [];
  readonly refused: Refused[] = [];
  bytes = "";

  readonly accept: Accept = (wire) => {
    this.peers.push(wire.peer);
    const onBytes = (chunk: Uint8Array): void => {
      this.bytes += Buffer.from(chunk).toString();
      if (this.bytes.endsWith(".")) wire.end();
    };
    return { onBytes, onWritable: () => undefined, onClosed: () => undefined };
  };
}

const doors: Door[] = [];

afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

function common(accept: Accept, proxy: Partial<ProxyProtocol>) {
  const trusting = { isTrusted: () => true, headerMilliseconds: 5_000, onRefused: () => undefined };
  return {
    name: "test",
    host: "127.0.0.1",
    port: 0,
    accept,
    onAcceptFailed: () => undefined,
    proxy: { ...trusting, ...proxy },
  };
}

function openTls(accept: Accept, proxy: Partial<ProxyProtocol> = {}, failures: unknown[] = []) {
  return listenTls({
    ...common(accept, proxy),
    identity,
    clientCertificates: "optional",
    handshakeMilliseconds: 5_000,
    onHandshakeFailed: (_, address) => failures.push(address),
  });
}

async function dial(door: Door): Promise<Socket> {
  const socket = connect(door.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function dialTls(door: Door, header: string | Buffer, options = {}): Promise<Socket> {
  const socket = await dial(door);
  socket.write(header);
  const secure = connectTls({ socket, host: "localhost", ca: authority.certificate, ...options });
  secure.on("error", () => undefined);
  await once(secure, "secureConnect");
  return secure;
}

/** Resolves when it is gone, be it by a reset. */
function hasClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
  });
}

/** Sends `parts` one by one, each when the one before has left, and waits for the end. */
async function tell(door: Door, parts: readonly (string | Buffer)[]): Promise<void> {
  const socket = await dial(door);
  socket.setNoDelay(true);
  const closed = hasClosed(socket);
  socket.resume();
  for (const part of parts) {
    await new Promise<void>((resolve) => void socket.write(part, () => resolve()));
    await new Promise(setImmediate);
  }
  await closed;
}

async function openSeen(proxy: Partial<ProxyProtocol> = {}): Promise<{ door: Door; seen: Seen }> {
  const seen = new Seen();
  const onRefused = (...refused: Refused): void => void seen.refused.push(refused);
  const door = await listenTcp(common(seen.accept, { onRefused, ...proxy }));
  doors.push(door);
  return { door, seen };
}

function clientOf(socket: Socket) {
  const closed = closeOf(socket);
  socket.resume();
  return {
    send: (bytes: Uint8Array) => socket.write(bytes),
    onBytes: (listener: (bytes: Uint8Array) => void) => socket.on("data", listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.end(),
    closed,
  };
}

describeTransport("TCP behind a proxy", async (accept) => {
  const door = await listenTcp(common(accept, {}));
  return {
    connect: async () => {
      const socket = await dial(door);
      socket.write(HERE);
      return { ...clientOf(socket), cut: () => socket.resetAndDestroy() };
    },
    close: () => door.close(),
  };
});

describeTransport("TLS behind a proxy", async (accept) => {
  const door = await openTls(accept);
  return {
    connect: async () => {
      const socket = await dialTls(door, HERE);
      return { ...clientOf(socket), cut: () => socket.destroy() };
    },
    close: () => door.close(),
  };
});

describe("a door behind a proxy", () => {
  it("shows the client for whom the proxy connects, and hands on what comes behind the header", async () => {
    const { door, seen } = await openSeen();
    await tell(door, [`${HEADER}hello.`]);
    expect(seen.peers).toMatchObject([{ address: "203.0.113.7", port: 49_152, transport: "tcp" }]);
    expect(seen.bytes).toBe("hello.");
  });

  it("takes a header in any pieces", async () => {
    const { door, seen } = await openSeen();
    await tell(door, [...`${HEADER}hello.`]);
    expect(seen.peers).toMatchObject([{ address: "203.0.113.7" }]);
    expect(seen.bytes).toBe("hello.");
  });

  it("shows the proxy itself where it speaks for itself", async () => {
    const { door, seen } = await openSeen();
    await tell(door, [LOCAL, "."]);
    expect(seen.peers).toMatchObject([{ address: "127.0.0.1" }]);
  });

  it("closes a trusted connection without a header, and says why", async () => {
    const { door, seen } = await openSeen();
    await tell(door, [Buffer.from("101000044d5154540502003c00", "hex")]);
    expect(seen.peers).toEqual([]);
    expect(seen.refused).toEqual([["proxy-header-invalid", "127.0.0.1", expect.stringContaining("begin")]]);
  });

  it("closes a connection that ends within the header, and says why", async () => {
    const { door, seen } = await openSeen();
    const socket = await dial(door);
    socket.end(HEADER.slice(0, 20));
    await hasClosed(socket.resume());
    expect(seen.refused).toEqual([["proxy-header-invalid", "127.0.0.1", "it ended within the header"]]);
  });

  it("is silent about a proxy that only looks whether somebody is there", async () => {
    const { door, seen } = await openSeen();
    const socket = await dial(door);
    socket.end();
    await hasClosed(socket.resume());
    expect(seen).toMatchObject({ refused: [], peers: [] });
  });

  it("is silent about a proxy that looks and is gone before it is looked at", async () => {
    const { door, seen } = await openSeen({ isTrusted: () => false });
    for (let count = 0; count < 5; count++) {
      const socket = connect(door.port, "127.0.0.1", () => socket.resetAndDestroy());
      await hasClosed(socket);
    }
    await doors.pop()?.close();
    expect(seen.refused.filter(([, address]) => address === "")).toEqual([]);
  });

  it("closes a connection that does not finish its header in time", async () => {
    const { door, seen } = await openSeen({ headerMilliseconds: 20 });
    await tell(door, [HEADER.slice(0, 20)]);
    expect(seen.refused).toEqual([["proxy-header-invalid", "127.0.0.1", "no whole header in time"]]);
  });

  it("lets nobody in who is not trusted, with a header or without", async () => {
    const { door, seen } = await openSeen({ isTrusted: () => false });
    for (const words of [HEADER, "hello."]) await tell(door, [words]);
    const refused = ["proxy-not-trusted", "127.0.0.1", expect.stringContaining("--trusted-proxies")];
    expect(seen).toMatchObject({ peers: [], refused: [refused, refused] });
  });

  it("closes without waiting for headers", async () => {
    const { door } = await openSeen();
    const socket = await dial(door);
    const closed = hasClosed(socket.resume());
    socket.write(HEADER.slice(0, 3));
    await new Promise(setImmediate);
    await door.close();
    await closed;
  });

  it.each([0, 1, HEADER.length - 1])("reads it before TLS begins (cut at %i)", async (cut) => {
    const seen = new Seen();
    const door = await openTls(seen.accept);
    doors.push(door);
    const socket = await dial(door);
    socket.setNoDelay(true);
    socket.write(HEADER.slice(0, cut));
    await new Promise(setImmediate);
    socket.write(HEADER.slice(cut));
    const secure = connectTls({ socket, host: "localhost", ca: authority.certificate, ...pem(meter) });
    secure.write("hello.");
    await hasClosed(secure.resume());
    expect(seen.peers).toMatchObject([
      { address: "203.0.113.7", port: 49_152, transport: "tls", certificate: { commonName: "meter 7" } },
    ]);
    expect(seen.bytes).toBe("hello.");
  });

  it("names the client, not the proxy, when the handshake fails", async () => {
    const failures: unknown[] = [];
    const door = await openTls(new Seen().accept, {}, failures);
    doors.push(door);
    await tell(door, [`${HEADER}this is not TLS`]);
    expect(failures).toEqual(["203.0.113.7"]);
  });
});

function pem({ certificate: cert, key }: { certificate: Buffer; key: Buffer }) {
  return { cert, key };
}
