import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decode } from "../../protocol/codec/decode.ts";
import { encode } from "../../protocol/codec/encode.ts";
import { Framer } from "../../protocol/codec/framer.ts";
import { NO_PROPERTIES, type Packet, PacketType, type Publish } from "../../protocol/packets.ts";
import { brokerAddress } from "./broker-address.ts";
import type { LinkOptions } from "./broker-link.ts";
import { readRetained } from "./read-retained.ts";

const MAXIMUM_BYTES = 1_000;
const RETAINED: Publish = {
  type: PacketType.Publish,
  topic: "a",
  payload: Buffer.from("x"),
  qos: 0,
  retain: true,
  dup: false,
  packetId: 0,
  properties: NO_PROPERTIES,
};

let server: Server;
let answer: (packet: Packet, socket: Socket) => void;

beforeEach(async () => {
  server = createServer((socket) => {
    const framer = new Framer(MAXIMUM_BYTES);
    socket.on("data", (chunk) => {
      framer.push(chunk);
      while (framer.next()) {
        const { buffer, start, body, end } = framer;
        answer(decode(buffer, start, body, end, 4, "fromClient"), socket);
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.close();
});

function options(signal: AbortSignal): LinkOptions {
  const { port } = server.address() as { port: number };
  const address = brokerAddress("--from", `mqtt://127.0.0.1:${port}`);
  return { address, password: undefined, ca: undefined, signal };
}

/** A broker of 3.1.1 that refuses 5.0, and gives these messages to the first subscription. */
function olderBroker(messages: readonly Publish[], code: 0 | 128 = 0): void {
  let waiting = messages;
  answer = (packet, socket) => {
    const send = (sent: Packet): void => void socket.write(encode(sent, 4));
    if (packet.type === PacketType.Connect) {
      const reasonCode = packet.version === 5 ? 1 : 0;
      send({ type: PacketType.Connack, sessionPresent: false, reasonCode, properties: NO_PROPERTIES });
      if (reasonCode !== 0) socket.end();
    } else if (packet.type === PacketType.Subscribe) {
      const { packetId } = packet;
      send({ type: PacketType.Suback, packetId, reasonCodes: [code], properties: NO_PROPERTIES });
      for (const message of waiting) send(message);
      waiting = [];
    } else if (packet.type === PacketType.Disconnect) socket.end();
  };
}

describe("reading retained messages", () => {
  it("falls back to 3.1.1, and leaves out what is live and what came before", async () => {
    const live = { ...RETAINED, topic: "live", retain: false };
    olderBroker([RETAINED, live, RETAINED, { ...RETAINED, topic: "b" }]);
    const topics: string[] = [];
    const read = readRetained(options(new AbortController().signal), ["#"], ({ topic }) =>
      topics.push(topic),
    );
    expect(await read).toEqual({ found: 2, missing: 0 });
    expect(topics).toEqual(["a", "b"]);
  });

  it("names how many a broker counts that did not come, its statistics left out", async () => {
    const count = { ...RETAINED, topic: "$SYS/broker/retained messages/count", payload: Buffer.from("5") };
    olderBroker([RETAINED, count]);
    const { signal } = new AbortController();
    expect(await readRetained(options(signal), ["#"], () => undefined)).toEqual({ found: 1, missing: 3 });
  });

  it("says which filters are refused", async () => {
    olderBroker([], 128);
    await expect(
      readRetained(options(new AbortController().signal), ["a/#"], () => undefined),
    ).rejects.toThrow("does not let us subscribe to a/#. Give a user who may, or another --topic");
  });

  it("ends when it is told to", async () => {
    const controller = new AbortController();
    answer = () => controller.abort();
    await expect(readRetained(options(controller.signal), ["#"], () => undefined)).rejects.toMatchObject({
      code: "import-interrupted",
    });
  });

  it("tells that a broker ends the connection", async () => {
    answer = (_packet, socket) => socket.destroy();
    await expect(
      readRetained(options(new AbortController().signal), ["#"], () => undefined),
    ).rejects.toMatchObject({ code: "import-broker-failed" });
  });
});
