import { describe, expect, it } from "vitest";
import { createCounters } from "../counters.ts";
import type { Store } from "../ports/store.ts";
import { FakeClock } from "../test-support/fake-clock.ts";
import { MemoryWire } from "../test-support/memory-wire.ts";
import { textOf, utf8 } from "../test-support/packets.ts";
import { Flusher } from "./flusher.ts";
import { Outbox } from "./outbox.ts";
import { Slab } from "./slab.ts";

/** An outbox whose store commits when the test says so. */
function setUp() {
  const clock = new FakeClock();
  let isSafe = true;
  const store: Pick<Store, "commit"> = { commit: () => isSafe };
  const flusher = new Flusher(clock, store);
  const wire = new MemoryWire();
  const counters = createCounters();
  let rooms = 0;
  const errors: unknown[] = [];
  const owner = {
    onRoom: () => rooms++,
    onWriting: () => undefined,
    onBroken: (error: unknown) => errors.push(error),
  };
  const outbox = new Outbox(wire, flusher, new Slab(), counters, owner);
  return {
    outbox,
    wire,
    flusher,
    counters,
    endTick: (): void => clock.endTick(),
    holdCommits: (): void => {
      isSafe = false;
    },
    commitAtOnce: (): void => {
      isSafe = true;
    },
    rooms: (): number => rooms,
    errors,
    written: (): string => wire.writes.map(textOf).join("|"),
  };
}

function forward(outbox: Outbox, text: string): void {
  const bytes = utf8(text);
  outbox.forward(bytes, 0, bytes.length);
}

function encode(outbox: Outbox, text: string): void {
  const bytes = utf8(text);
  const at = outbox.reserve(bytes.length);
  outbox.block.set(bytes, at);
  outbox.finish(at, at + bytes.length);
}

describe("an outbox", () => {
  it("writes once a tick, in the order in which it was filled", () => {
    const { outbox, written, endTick } = setUp();
    encode(outbox, "ab");
    forward(outbox, "cd");
    encode(outbox, "ef");
    expect(written()).toBe("");
    endTick();
    expect(written()).toBe("abcdef");
  });

  it("merges neighbours in one buffer into one slice", () => {
    const { outbox, wire, endTick } = setUp();
    const counts: number[] = [];
    const write = wire.write.bind(wire);
    wire.write = (slices, count) => {
      counts.push(count);
      return write(slices, count);
    };
    const chunk = utf8("abcdef");
    outbox.forward(chunk, 0, 2);
    outbox.forward(chunk, 2, 4);
    outbox.forward(chunk, 5, 6);
    endTick();
    expect(counts).toEqual([2]);
  });

  it("copies what is forwarded while the wire is full, each packet to a place of its own", () => {
    const { outbox, wire, written, endTick } = setUp();
    wire.isFull = true;
    forward(outbox, "1");
    endTick();
    forward(outbox, "22");
    forward(outbox, "333");
    encode(outbox, "4444");
    wire.isFull = false;
    outbox.writable();
    expect(written()).toBe("1|223334444");
  });

  it("does not copy what is large, nor keep small pieces of a publisher's chunk, while the wire is full", () => {
    const { outbox, wire, written, endTick } = setUp();
    wire.isFull = true;
    forward(outbox, "1");
    endTick();
    const chunk = utf8("small");
    outbox.forward(chunk, 0, 5);
    chunk.fill(0x78);
    const large = utf8("y".repeat(5000));
    outbox.forward(large, 0, large.length);
    wire.isFull = false;
    outbox.writable();
    expect(written()).toBe(`1|small${"y".repeat(5000)}`);
  });

  it("counts what waits, here and for all, and nothing once it is closed", () => {
    const { outbox, flusher, counters, wire, endTick } = setUp();
    wire.isFull = true;
    forward(outbox, "12345");
    expect([outbox.waitingBytes, flusher.waitingBytes]).toEqual([5, 5]);
    endTick();
    expect([outbox.waitingBytes, flusher.waitingBytes, counters.bytesSent]).toEqual([0, 0, 5]);
    forward(outbox, "678");
    outbox.close();
    forward(outbox, "9");
    expect([outbox.waitingBytes, flusher.waitingBytes]).toEqual([0, 0]);
  });

  it("tells once who asked for room when the wire takes more, though nothing waited here", () => {
    const { outbox, wire, rooms, endTick } = setUp();
    wire.isFull = true;
    forward(outbox, "1");
    endTick();
    outbox.askForRoom();
    expect(rooms()).toBe(0);
    wire.isFull = false;
    outbox.writable();
    outbox.writable();
    expect(rooms()).toBe(1);
  });
});

describe("an outbox whose wire fails", () => {
  it("tells its owner, and the others write all the same", () => {
    const { outbox, wire, flusher, errors, endTick } = setUp();
    const other = setUp();
    const second = new Outbox(other.wire, flusher, new Slab(), createCounters(), {
      onRoom: () => undefined,
      onWriting: () => undefined,
      onBroken: () => undefined,
    });
    wire.write = () => {
      throw new Error("broken");
    };
    forward(outbox, "1");
    forward(second, "2");
    endTick();
    expect([errors, other.written()]).toEqual([[new Error("broken")], "2"]);
  });
});

describe("the gate of an outbox", () => {
  it("lets out what stands before it and holds back what stands behind it until the commit", () => {
    const { outbox, flusher, written, holdCommits, endTick } = setUp();
    holdCommits();
    encode(outbox, "free");
    outbox.gate();
    encode(outbox, "ack");
    forward(outbox, "behind");
    endTick();
    expect(written()).toBe("free");
    flusher.committed(1);
    expect(written()).toBe("free|ackbehind");
  });

  it("opens tick by tick", () => {
    const { outbox, flusher, written, holdCommits, endTick } = setUp();
    holdCommits();
    for (const ack of ["1", "2", "3"]) {
      outbox.gate();
      encode(outbox, ack);
      endTick();
    }
    flusher.committed(2);
    expect(written()).toBe("12");
    flusher.committed(3);
    expect(written()).toBe("12|3");
  });

  it("stays shut for a tick that is not safe when a later tick has nothing to make safe", () => {
    const { outbox, flusher, written, holdCommits, commitAtOnce, endTick } = setUp();
    holdCommits();
    outbox.gate();
    encode(outbox, "ack");
    endTick();
    commitAtOnce();
    forward(outbox, "more");
    endTick();
    expect(written()).toBe("");
    flusher.committed(1);
    expect(written()).toBe("ackmore");
  });

  it("opens for later ticks that had nothing to make safe along with the one before", () => {
    const { outbox, flusher, written, holdCommits, commitAtOnce, endTick } = setUp();
    holdCommits();
    flusher.schedule();
    endTick();
    commitAtOnce();
    outbox.gate();
    encode(outbox, "ack");
    endTick();
    expect(written()).toBe("");
    flusher.committed(1);
    expect(written()).toBe("ack");
  });

  it("waits for the wire too", () => {
    const { outbox, flusher, wire, written, holdCommits, endTick } = setUp();
    holdCommits();
    wire.isFull = true;
    encode(outbox, "free");
    outbox.gate();
    encode(outbox, "ack");
    endTick();
    flusher.committed(1);
    expect(written()).toBe("free");
    wire.isFull = false;
    outbox.writable();
    expect(written()).toBe("free|ack");
  });
});
