import { describe, expect, it } from "vitest";
import { FakeClock } from "../../../core/test-support/fake-clock.ts";
import {
  FREE_ATTEMPTS,
  LONGEST_WAIT_MILLISECONDS,
  LoginAttempts,
  MAXIMUM_ADDRESSES,
} from "./login-attempts.ts";

function failing(count: number, address = "10.0.0.1"): { attempts: LoginAttempts; clock: FakeClock } {
  const clock = new FakeClock();
  const attempts = new LoginAttempts(clock);
  for (let at = 0; at < count; at++) attempts.begin(address);
  return { attempts, clock };
}

describe("LoginAttempts", () => {
  it("makes each failure past the free ones wait twice as long, up to a bound", () => {
    expect(failing(FREE_ATTEMPTS - 1).attempts.waitOf("10.0.0.1")).toBe(0);
    expect(failing(FREE_ATTEMPTS).attempts.waitOf("10.0.0.1")).toBe(1_000);
    expect(failing(FREE_ATTEMPTS + 3).attempts.waitOf("10.0.0.1")).toBe(8_000);
    expect(failing(1_000).attempts.waitOf("10.0.0.1")).toBe(LONGEST_WAIT_MILLISECONDS);
  });

  it("lets another address be", () => {
    expect(failing(50).attempts.waitOf("10.0.0.2")).toBe(0);
  });

  it("takes the addresses of one IPv6 network for one", () => {
    const { attempts } = failing(FREE_ATTEMPTS, "2001:db8::1");
    expect(attempts.waitOf("2001:db8:0:0:9:9:9:9")).toBe(1_000);
    expect(attempts.waitOf("2001:db8:0:1::1")).toBe(0);
  });

  it("forgets after a while", () => {
    const { attempts, clock } = failing(FREE_ATTEMPTS);
    clock.advance(LONGEST_WAIT_MILLISECONDS / 1000 + 1);
    attempts.begin("10.0.0.1");
    expect(attempts.waitOf("10.0.0.1")).toBe(0);
  });

  it("does not forget earlier failures for one login that was right", () => {
    const { attempts } = failing(FREE_ATTEMPTS);
    attempts.begin("10.0.0.1");
    attempts.takeBack("10.0.0.1");
    expect(attempts.waitOf("10.0.0.1")).toBe(1_000);
  });

  it("remembers so many addresses, and lets the oldest go", () => {
    const { attempts } = failing(FREE_ATTEMPTS);
    for (let at = 0; at < MAXIMUM_ADDRESSES - 1; at++) attempts.begin(`a${at}`);
    expect(attempts.waitOf("10.0.0.1")).toBe(1_000);
    attempts.begin("one more");
    expect(attempts.waitOf("10.0.0.1")).toBe(0);
  });
});
