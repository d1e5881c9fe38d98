import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import type { Accept } from "../../core/ports/wire.ts";
import { listenTcp } from "./tcp.ts";
import {
  type ContractClient,
  type ContractDoor,
  closeOf,
  describeTransport,
} from "./test-support/transport-contract.ts";

function listen(accept: Accept) {
  return listenTcp({ name: "test", host: "127.0.0.1", port: 0, accept, onAcceptFailed: () => undefined });
}

async function open(accept: Accept): Promise<ContractDoor> {
  const listener = await listen(accept);
  return {
    connect: async () => clientOf(connect(listener.port, "127.0.0.1")),
    close: () => listener.close(),
  };
}

async function clientOf(socket: Socket): Promise<ContractClient> {
  socket.on("error", () => undefined);
  const closed = closeOf(socket);
  await once(socket, "connect");
  socket.resume();
  return {
    send: (bytes) => socket.write(bytes),
    onBytes: (listener) => socket.on("data", listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.end(),
    cut: () => socket.resetAndDestroy(),
    closed,
  };
}

describeTransport("TCP", open);

it("answers a peer that has closed its side already", async () => {
  const listener = await listen((wire) => ({
    onBytes: (chunk) =>
      void setImmediate(() => wire.write([{ buffer: chunk, start: 0, end: chunk.length }], 1)),
    onWritable: () => undefined,
    onClosed: () => undefined,
  }));
  const socket = connect({ port: listener.port, host: "127.0.0.1", allowHalfOpen: true });
  socket.end("ping");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toBe("ping");
  await listener.close();
});

it("shows an IPv4 peer of an IPv6 socket plainly", async () => {
  const addresses: string[] = [];
  const listener = await listenTcp({
    name: "test",
    host: "::",
    port: 0,
    accept: (wire) => {
      addresses.push(wire.peer.address);
      wire.destroy();
      return { onBytes: () => undefined, onWritable: () => undefined, onClosed: () => undefined };
    },
    onAcceptFailed: () => undefined,
  });
  const socket = connect(listener.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "close");
  expect(addresses).toEqual(["127.0.0.1"]);
  await listener.close();
});

it("rejects with the system's error when the port is taken", async () => {
  const accept: Accept = () => {
    throw new Error("nobody connects");
  };
  const first = await listen(accept);
  const second = listenTcp({
    name: "test",
    host: "127.0.0.1",
    port: first.port,
    accept,
    onAcceptFailed: () => undefined,
  });
  await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
  await first.close();
});
