import { describe, expect, it } from "vitest";
import { SESSION_NEVER_EXPIRES } from "../../../protocol/limits.ts";
import { consequenceOf, type DecidingOptions, sessionSecondsOf } from "./consequence.ts";

const will = {
  topic: "w",
  payload: new Uint8Array(),
  qos: 0,
  retain: false,
  delaySeconds: 0,
  properties: {},
} as const;
const options: DecidingOptions = {
  version: 5,
  cleanStart: true,
  keepAliveSeconds: 10,
  sessionExpirySeconds: 0,
  will,
};

describe("what an ending means for the will", () => {
  it("is dropped by a normal DISCONNECT only", () => {
    expect(consequenceOf("disconnect", options).will).toEqual({ kind: "dropped" });
    for (const ending of ["disconnect-with-will", "cut", "silence"] as const) {
      expect(consequenceOf(ending, options).will).toEqual({ kind: "at-once" });
    }
  });

  it("waits for its delay, but not longer than its session", () => {
    const delayed = { ...options, will: { ...will, delaySeconds: 30 } };
    expect(consequenceOf("cut", delayed).will).toEqual({ kind: "at-once" });
    expect(consequenceOf("cut", { ...delayed, sessionExpirySeconds: 60 }).will).toEqual({
      kind: "after-delay",
      seconds: 30,
    });
    expect(consequenceOf("cut", { ...delayed, sessionExpirySeconds: 20 }).will).toEqual({
      kind: "with-session",
      seconds: 20,
    });
    expect(consequenceOf("cut", { ...delayed, version: 4, cleanStart: false }).will).toEqual({
      kind: "at-once",
    });
  });

  it("is none where there is no will", () => {
    const { will: _, ...without } = options;
    expect(consequenceOf("cut", without).will).toEqual({ kind: "none" });
  });
});

it("notices silence after one and a half times the keep alive, or never", () => {
  expect(consequenceOf("silence", options).noticedAfterSeconds).toBe(15);
  expect(consequenceOf("silence", { ...options, keepAliveSeconds: 0 }).noticedAfterSeconds).toBeUndefined();
  expect(consequenceOf("cut", options).noticedAfterSeconds).toBe(0);
});

it("knows how long a session stays", () => {
  expect(sessionSecondsOf({ ...options, sessionExpirySeconds: 60 })).toBe(60);
  expect(sessionSecondsOf({ ...options, sessionExpirySeconds: SESSION_NEVER_EXPIRES })).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(sessionSecondsOf({ ...options, version: 4, sessionExpirySeconds: 60 })).toBe(0);
  expect(sessionSecondsOf({ ...options, version: 4, cleanStart: false })).toBe(Number.POSITIVE_INFINITY);
});
