import { Flusher } from "../../server/core/connection/flusher.ts";
import { Outbox } from "../../server/core/connection/outbox.ts";
import { Slab } from "../../server/core/connection/slab.ts";
import { createCounters } from "../../server/core/counters.ts";
import type { Wire } from "../../server/core/ports/wire.ts";
import { FakeClock } from "../../server/core/test-support/fake-clock.ts";
import { type Case, sink } from "./ratio.ts";

const PACKETS = 1000;
const PACKET_BYTES = 77;
/** Every other packet is somebody else's, so that nothing merges. */
const STEP = 2;

/** Forwarding packets that are no neighbours, and one write at the end of the tick. */
export function outboxCase(): Case {
  const clock = new FakeClock();
  const wire: Pick<Wire, "write"> = {
    write: (_, count) => {
      sink.value += count;
      return true;
    },
  };
  const owner = { onRoom: () => undefined, onWriting: () => undefined, onBroken: () => undefined };
  const flusher = new Flusher(clock, { commit: () => true });
  const outbox = new Outbox(wire as Wire, flusher, new Slab(), createCounters(), owner);
  const chunk = new Uint8Array(PACKETS * STEP * PACKET_BYTES);
  return {
    name: "outbox: forward one slice",
    operations: PACKETS,
    run: () => {
      for (let packet = 0; packet < PACKETS; packet++) {
        const start = packet * STEP * PACKET_BYTES;
        outbox.forward(chunk, start, start + PACKET_BYTES);
      }
      clock.endTick();
    },
  };
}
