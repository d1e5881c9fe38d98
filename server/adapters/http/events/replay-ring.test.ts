import { describe, expect, it } from "vitest";
import { MAXIMUM_REPLAY_BYTES, MAXIMUM_REPLAY_EVENTS, ReplayRing } from "./replay-ring.ts";
import { StreamEntry } from "./stream-reader.ts";

function ended(clientId: string, sequence: number): StreamEntry {
  return new StreamEntry({ type: "sessionEnded", at: 0, clientId, why: "expired" }, sequence);
}

describe("the events that are kept for those who come back", () => {
  it("are the last ones", () => {
    const ring = new ReplayRing();
    for (let sequence = 1; sequence <= MAXIMUM_REPLAY_EVENTS + 3; sequence++) ring.add(ended("c", sequence));
    expect(ring.from(1).map((entry) => entry.sequence)).toHaveLength(MAXIMUM_REPLAY_EVENTS);
    expect([ring.oldestSequence, ring.lastSequence]).toEqual([4, MAXIMUM_REPLAY_EVENTS + 3]);
    expect(ring.from(MAXIMUM_REPLAY_EVENTS + 2)).toHaveLength(2);
  });

  it("are fewer where their texts are long, and as many as before when those have gone", () => {
    const ring = new ReplayRing();
    const long = "x".repeat(65_535);
    for (let sequence = 1; sequence <= 1_000; sequence++) ring.add(ended(long, sequence));
    const kept = ring.from(1).length;
    expect(kept).toBeGreaterThan(100);
    expect(kept * 2 * long.length).toBeLessThanOrEqual(MAXIMUM_REPLAY_BYTES);
    for (let sequence = 1_001; sequence <= 7_000; sequence++) ring.add(ended("c", sequence));
    expect(ring.from(1)).toHaveLength(MAXIMUM_REPLAY_EVENTS);
  });
});
