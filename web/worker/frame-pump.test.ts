import { describe, expect, it } from "vitest";
import { FramePump } from "./frame-pump.ts";
import { FakeClock } from "./test-support/fake-clock.ts";

function setUp() {
  const clock = new FakeClock();
  const frames: number[] = [];
  const start = clock.now();
  const content = { isThere: true };
  const pump = new FramePump(clock, clock.defer, () => {
    if (content.isThere) frames.push(clock.now() - start);
    return content.isThere;
  });
  return { clock, pump, frames, content };
}

describe("frames", () => {
  it("come at once when the user did something", () => {
    const { clock, pump, frames } = setUp();
    pump.ask();
    pump.ask();
    clock.settle();
    expect(frames).toEqual([0]);
  });

  it("come at a steady pace when values change by themselves", () => {
    const { clock, pump, frames } = setUp();
    for (let n = 0; n < 100; n++) {
      pump.touch();
      clock.pass(10);
      pump.drawn(2);
    }
    expect(frames.slice(0, 4)).toEqual([0, 80, 160, 240]);
  });

  it("never come twice before the page has drawn", () => {
    const { clock, pump, frames } = setUp();
    pump.ask();
    clock.pass(1_000);
    pump.ask();
    pump.touch();
    clock.pass(60_000);
    expect(frames).toHaveLength(1);
    pump.drawn(1);
    clock.settle();
    expect(frames).toHaveLength(2);
  });

  it("leave a slow page in peace, but answer the user", () => {
    const { clock, pump, frames } = setUp();
    pump.touch();
    clock.pass(0);
    pump.drawn(100);
    pump.touch();
    clock.pass(699);
    expect(frames).toEqual([0]);
    pump.ask();
    clock.settle();
    expect(frames).toEqual([0, 699]);
  });

  it("wait for the page only when something was sent", () => {
    const { clock, pump, frames, content } = setUp();
    content.isThere = false;
    pump.ask();
    clock.settle();
    content.isThere = true;
    pump.ask();
    clock.settle();
    expect(frames).toHaveLength(1);
  });
});
