import { expect } from "vitest";
import type { WillCause, WillDue } from "../ports/observer.ts";
import { createHarness, type Harness, type HarnessOptions } from "./harness.ts";
import { willOf } from "./packets.ts";
import type { TestClient } from "./test-client.ts";

/** A session that never expires. */
export const FOREVER = 0xffff_ffff;
/** When a client comes back, seconds after the end of its connection; and long after everything. */
export const RETURN = 2;
export const LATER = 1000;

/** When the will is published, seconds after the end of its connection, and what made it due. */
export type Published = readonly [seconds: number, due: WillDue] | "never";

/**
 * What §3.1.2.5 and §3.1.3.2.2 ask for, by Will Delay Interval and Session Expiry Interval: when the client stays away, and
 * when it comes back after two seconds to resume its session (Clean Start 0) or to begin anew (Clean Start 1), which ends
 * the session.
 */
export const TABLE: readonly (readonly [
  delay: number,
  expiry: number,
  staysAway: Published,
  resumes: Published,
  beginsAnew: Published,
])[] = [
  [0, 0, [0, "at-once"], [0, "at-once"], [0, "at-once"]],
  [0, 30, [0, "at-once"], [0, "at-once"], [0, "at-once"]],
  [0, FOREVER, [0, "at-once"], [0, "at-once"], [0, "at-once"]],
  [5, 0, [0, "session-ended"], [0, "session-ended"], [0, "session-ended"]],
  [5, 30, [5, "delay-elapsed"], "never", [RETURN, "session-ended"]],
  [5, FOREVER, [5, "delay-elapsed"], "never", [RETURN, "session-ended"]],
  [60, 0, [0, "session-ended"], [0, "session-ended"], [0, "session-ended"]],
  [60, 30, [30, "session-ended"], "never", [RETURN, "session-ended"]],
  [60, FOREVER, [60, "delay-elapsed"], "never", [RETURN, "session-ended"]],
];

/** A Session Expiry Interval in a name of a test. */
export function nameOf(expiry: number): string {
  return expiry === FOREVER ? "never" : String(expiry);
}

/** A broker, and somebody who watches all wills. */
export function watchWills(options: HarnessOptions = {}) {
  const house = createHarness(options);
  const watcher = house.connect({ clientId: "w" });
  watcher.subscribe("will");
  return { house, watcher };
}

/** The client whose will it is. */
export function connectWith(
  { connect }: Harness,
  willDelayInterval: number,
  expiry: number,
  rest = {},
): TestClient {
  return connect({
    clientId: "c",
    keepAliveSeconds: 10,
    properties: { sessionExpiryInterval: expiry },
    will: willOf({ properties: { willDelayInterval } }),
    ...rest,
  });
}

/** Nothing before its time, once at its time, nothing after; `soFar` seconds have gone by since the end. */
export function expectPublished(house: Harness, watcher: TestClient, published: Published, soFar = 0): void {
  if (published !== "never" && published[0] > soFar) {
    house.clock.advance(published[0] - soFar - 0.001);
    expect(watcher.messages()).toEqual([]);
    house.clock.advance(0.001);
  }
  expect(watcher.messages()).toEqual(published === "never" ? [] : ["will=gone"]);
  house.clock.advance(LATER);
  expect(watcher.messages()).toEqual([]);
}

/** What the operator is told: how the connection ended, and what made the will due. */
export function expectTold({ told }: Harness, published: Published, cause: WillCause): void {
  const fired = told("willFired").map((event) => [event.cause, event.due]);
  expect(fired).toEqual(published === "never" ? [] : [[cause, published[1]]]);
}
