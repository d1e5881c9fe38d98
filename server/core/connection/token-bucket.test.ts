import { describe, expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

describe("a token bucket", () => {
  it("lets what a second allows come at once, then nothing", () => {
    const bucket = new TokenBucket(2, 0);
    const taken = [1, 2, 3].map(() => {
      const has = bucket.hasAny(0);
      if (has) bucket.take(1);
      return has;
    });
    expect(taken).toEqual([true, true, false]);
  });

  it("has something again after the time it names, and not before", () => {
    const bucket = new TokenBucket(10, 0);
    bucket.take(15);
    const wait = bucket.waitMilliseconds;
    expect([wait, bucket.hasAny(wait - 1), bucket.hasAny(wait)]).toEqual([600, false, true]);
  });

  it("saves no more than a second's worth", () => {
    const bucket = new TokenBucket(1, 0);
    bucket.hasAny(60_000);
    bucket.take(1);
    expect(bucket.hasAny(60_000)).toBe(false);
  });

  it("gains nothing from a clock that is set back", () => {
    const bucket = new TokenBucket(1, 10_000);
    bucket.take(1);
    expect([bucket.hasAny(0), bucket.hasAny(999), bucket.hasAny(1000)]).toEqual([false, false, true]);
  });
});
