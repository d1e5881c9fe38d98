import { describe, expect, it } from "vitest";
import type { Limits } from "../../../server/adapters/http/contract.ts";
import { inflightWindow, sessionLife, shareOf } from "./session-facts.ts";
import { connectFlags, sessionDetail } from "./test-support/session.ts";

describe("how long a session lives", () => {
  it("is as long as its connection when it is transient", () => {
    expect(sessionLife(sessionDetail({ isDurable: false }))).toEqual({ kind: "connection" });
  });

  it("is what was granted while the client is connected", () => {
    expect(sessionLife(sessionDetail())).toEqual({ kind: "kept", milliseconds: 3_600_000 });
  });

  it("is what is left while the client is away", () => {
    const away = sessionDetail({ isConnected: false, expiresAt: 5_000 });
    expect(sessionLife(away)).toEqual({ kind: "left", until: 5_000 });
  });

  it("is for ever when it was asked for, and when the session of 3.1.1 is kept", () => {
    const connect = connectFlags({ version: 4, grantedSessionExpirySeconds: "unlimited" });
    expect(sessionLife(sessionDetail({ connect }))).toEqual({ kind: "forever" });
    expect(sessionLife(sessionDetail({ connect, isConnected: false }))).toEqual({ kind: "forever" });
  });
});

describe("the window of messages on their way", () => {
  const limits = (maximumInflightMessages: Limits["maximumInflightMessages"]) =>
    ({ maximumInflightMessages }) as Limits;

  it("is the smaller of what the broker and the client allow", () => {
    expect(inflightWindow(connectFlags({ receiveMaximum: 10 }), limits(20))).toBe(10);
    expect(inflightWindow(connectFlags(), limits(20))).toBe(20);
    expect(inflightWindow(undefined, limits("unlimited"))).toBe("unlimited");
  });
});

it("says how full something is", () => {
  expect(shareOf(250, 1000)).toBe(0.25);
  expect(shareOf(2000, 1000)).toBe(1);
  expect(shareOf(2000, "unlimited")).toBe(0);
  expect(shareOf(0, 0)).toBe(1);
});
