import { describe, expect, it } from "vitest";
import { ratesOf, type Sample, sizesOf, timelineOf, withSample } from "./samples.ts";

function sample(seconds: number, part: Partial<Sample> = {}): Sample {
  return {
    at: seconds * 1000,
    startedAt: 1,
    publishReceived: 0,
    publishSent: 0,
    bytesReceived: 0,
    bytesSent: 0,
    dropped: 0,
    connectionsAccepted: 0,
    clientsConnected: 0,
    ...part,
  };
}

describe("the samples", () => {
  it("forget what has left the window", () => {
    const kept = withSample([sample(1), sample(500)], sample(501));
    expect(kept.map(({ at }) => at)).toEqual([500_000, 501_000]);
  });

  it("begin anew when the broker did: its counters are at 0 again", () => {
    expect(withSample([sample(1)], sample(2, { startedAt: 2 }))).toHaveLength(1);
  });

  it("take each instant once", () => {
    const samples = [sample(1)];
    expect(withSample(samples, sample(1))).toBe(samples);
  });
});

describe("a chart", () => {
  it("is a minute wide from the first sample on", () => {
    const { times } = timelineOf([sample(1000)]);
    expect(times).toEqual([940_000, 1_000_000]);
  });

  it("draws how fast a counter grew", () => {
    const line = timelineOf([sample(10, { dropped: 5 }), sample(12, { dropped: 25 })]);
    expect(ratesOf(line, "dropped")).toEqual([null, null, 10]);
  });

  it("leaves a gap where nobody looked", () => {
    const line = timelineOf([sample(10), sample(60, { clientsConnected: 3 }), sample(61, { dropped: 2 })]);
    expect(line.times).toHaveLength(5);
    expect(sizesOf(line, "clientsConnected")).toEqual([null, 0, null, 3, 0]);
    expect(ratesOf(line, "dropped")).toEqual([null, null, null, null, 2]);
  });

  it("draws nothing without a sample", () => {
    expect(ratesOf(timelineOf([]), "dropped")).toEqual([null]);
  });
});
