import { describe, expect, it } from "vitest";
import { LoginDelays } from "./login-delays.ts";
import { DEFAULT_LIMITS, type Limits } from "./ports/limits.ts";
import { FakeClock } from "./test-support/fake-clock.ts";

function delays(limits: Partial<Limits> = {}) {
  const clock = new FakeClock();
  return {
    clock,
    delays: new LoginDelays({ ...DEFAULT_LIMITS, failedLoginsBeforeDelay: 2, ...limits }, clock),
  };
}

describe("the delay of logins from an address", () => {
  it("begins after some failures, doubles, and ends at the maximum", () => {
    const { delays: each } = delays();
    const waits = Array.from({ length: 8 }, () => {
      each.failed("192.0.2.1");
      return each.delayOf("192.0.2.1");
    });
    expect(waits).toEqual([0, 250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  it("is told once, when it begins", () => {
    const { delays: each } = delays();
    expect([1, 2, 3, 4].map(() => each.failed("192.0.2.1"))).toEqual([undefined, 2, undefined, undefined]);
  });

  it("is that of a whole network in IPv6, and of nobody else", () => {
    const { delays: each } = delays();
    for (const host of [1, 2, 3]) each.failed(`2001:db8::${host}`);
    expect(["2001:db8::9", "2001:db8:0:1::1", "192.0.2.1"].map((address) => each.delayOf(address))).toEqual([
      500, 0, 0,
    ]);
  });

  it("is forgotten ten minutes after the last failure", () => {
    const { delays: each, clock } = delays();
    for (let n = 0; n < 5; n++) each.failed("192.0.2.1");
    clock.advance(599);
    expect(each.delayOf("192.0.2.1")).toBe(2000);
    clock.advance(1);
    expect(each.delayOf("192.0.2.1")).toBe(0);
  });

  it("leaves half of the time for CONNECT to the check", () => {
    const { delays: each } = delays({ connectTimeoutSeconds: 1 });
    for (let n = 0; n < 9; n++) each.failed("192.0.2.1");
    expect(each.delayOf("192.0.2.1")).toBe(500);
  });

  it("is remembered of ten thousand addresses; the one that failed longest ago makes room", () => {
    const { delays: each } = delays({ failedLoginsBeforeDelay: 1 });
    for (let n = 0; n < 10_001; n++) each.failed(`10.0.${n >> 8}.${n & 255}`);
    expect(["10.0.0.0", "10.0.0.1"].map((address) => each.delayOf(address))).toEqual([0, 250]);
  });

  it("is none with a maximum of 0", () => {
    const { delays: each } = delays({ maximumLoginDelaySeconds: 0 });
    const told = Array.from({ length: 9 }, () => each.failed("192.0.2.1"));
    expect([each.delayOf("192.0.2.1"), ...new Set(told)]).toEqual([0, undefined]);
  });
});
