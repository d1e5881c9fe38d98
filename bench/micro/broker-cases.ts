import { encode } from "../../protocol/codec/encode.ts";
import { NO_PROPERTIES, PacketType, type QoS } from "../../protocol/packets.ts";
import type { Slice, Wire, WireHandler } from "../../server/core/ports/wire.ts";
import { createHarness, type Harness } from "../../server/core/test-support/harness.ts";
import { connectPacket } from "../../server/core/test-support/packets.ts";
import { PacketParser } from "../load/packet-parser.ts";
import { publishChunk } from "./protocol-cases.ts";
import type { Case } from "./ratio.ts";

const FILTER = "bench/0/0";
const CHUNK_MESSAGES = 500;
const WINDOW = 20;
const PUBACK_BYTES = 4;

/** A wire that takes everything and keeps nothing. */
class NullWire implements Wire {
  readonly peer = { transport: "tcp", listener: "mqtt", address: "127.0.0.1", port: 50_000 } as const;
  onSlice: (slice: Slice) => void = () => undefined;

  write(slices: readonly Slice[], count: number): boolean {
    for (let index = 0; index < count; index++) this.onSlice(slices[index] as Slice);
    return true;
  }

  pauseReading(): void {}
  resumeReading(): void {}
  end(): void {}
  destroy(): void {}
}

/** From the bytes of a chunk to the writes of the tick, in a broker of its own: all of QoS 0 but the sockets. */
export function forwardCase(subscribers: number): Case {
  const harness = createHarness();
  for (let index = 0; index < subscribers; index++) connectSubscriber(harness, index, 0);
  const publisher = connect(harness, "publisher", new NullWire());
  const chunk = publishChunk(0, CHUNK_MESSAGES);
  return {
    name: `deliver QoS 0 to ${subscribers}: one delivery`,
    operations: CHUNK_MESSAGES * subscribers,
    run: () => {
      publisher.onBytes(chunk);
      harness.clock.endTick();
    },
  };
}

/** The same at QoS 1 with all acknowledgements. */
export function acknowledgedCase(): Case {
  const harness = createHarness();
  const { wire, handler } = connectSubscriber(harness, 0, 1);
  const publisher = connect(harness, "publisher", new NullWire());
  const chunk = publishChunk(1, WINDOW);
  const acknowledgements = Buffer.alloc(WINDOW * PUBACK_BYTES);
  let length = 0;
  const parser = new PacketParser({
    onPacket: (head, bytes, body) => {
      if (head >> 4 !== PacketType.Publish) return;
      const packetIdAt = body + 2 + FILTER.length;
      acknowledgements.set([PacketType.Puback << 4, 2], length);
      bytes.copy(acknowledgements, length + 2, packetIdAt, packetIdAt + 2);
      length += PUBACK_BYTES;
    },
  });
  wire.onSlice = ({ buffer, start, end }) =>
    parser.push(Buffer.from(buffer.buffer, buffer.byteOffset, buffer.length), start, end);
  return {
    name: "deliver QoS 1 to 1: one delivery, acknowledged",
    operations: WINDOW,
    run: () => {
      publisher.onBytes(chunk);
      harness.clock.endTick();
      if (length !== acknowledgements.length)
        throw new Error(`${length} bytes of PUBACK instead of ${acknowledgements.length}`);
      length = 0;
      handler.onBytes(Uint8Array.from(acknowledgements));
      harness.clock.endTick();
    },
  };
}

function connect({ broker, clock }: Harness, clientId: string, wire: NullWire): WireHandler {
  const handler = broker.accept(wire);
  handler.onBytes(encode(connectPacket({ version: 4, clientId }), 4));
  clock.endTick();
  return handler;
}

function connectSubscriber(
  harness: Harness,
  index: number,
  qos: QoS,
): { wire: NullWire; handler: WireHandler } {
  const wire = new NullWire();
  const handler = connect(harness, `subscriber-${index}`, wire);
  const options = {
    filter: FILTER,
    qos,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
  } as const;
  const subscribe = { packetId: 1, subscriptions: [options], properties: NO_PROPERTIES };
  handler.onBytes(encode({ type: PacketType.Subscribe, ...subscribe }, 4));
  harness.clock.endTick();
  return { wire, handler };
}
