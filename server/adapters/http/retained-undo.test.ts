import { describe, expect, it } from "vitest";
import type { RetainedRecord } from "../../core/ports/inside.ts";
import { FakeClock } from "../../core/test-support/fake-clock.ts";
import { MAXIMUM_UNDO_BYTES, RetainedUndo, UNDO_MILLISECONDS } from "./retained-undo.ts";

function record(topic: string, payloadBytes: number): RetainedRecord {
  return {
    topic,
    payload: new Uint8Array(payloadBytes),
    qos: 1,
    receivedAt: 5,
    expiresAt: undefined,
    publisherClientId: "press-7",
    publisherUserName: undefined,
    properties: new Uint8Array(),
  };
}

const seconds = (milliseconds: number) => milliseconds / 1000;

describe("RetainedUndo", () => {
  it("gives the records back once", () => {
    const undo = new RetainedUndo(new FakeClock());
    const records = [record("a", 1)];
    const kept = undo.keep(records);
    expect(undo.take(kept?.id ?? "")).toEqual(records);
    expect(undo.take(kept?.id ?? "")).toBeUndefined();
  });

  it("keeps nothing of nothing", () => {
    expect(new RetainedUndo(new FakeClock()).keep([])).toBeUndefined();
  });

  it("forgets after a while, and says when", () => {
    const clock = new FakeClock();
    const undo = new RetainedUndo(clock);
    const kept = undo.keep([record("a", 1)]);
    expect(kept?.expiresAt).toBe(clock.now() + UNDO_MILLISECONDS);
    clock.advance(seconds(UNDO_MILLISECONDS - 1));
    expect(undo.take(undo.keep([record("b", 1)])?.id ?? "")).toHaveLength(1);
    clock.advance(seconds(1));
    expect(undo.take(kept?.id ?? "")).toBeUndefined();
  });

  it("lets the oldest give way when the bytes run out", () => {
    const undo = new RetainedUndo(new FakeClock());
    const first = undo.keep([record("a", MAXIMUM_UNDO_BYTES / 2)]);
    const second = undo.keep([record("b", MAXIMUM_UNDO_BYTES / 2)]);
    expect(undo.take(first?.id ?? "")).toBeUndefined();
    expect(undo.take(second?.id ?? "")).toHaveLength(1);
  });

  it("does not keep what is too large, and leaves the others alone", () => {
    const undo = new RetainedUndo(new FakeClock());
    const small = undo.keep([record("a", 1)]);
    expect(undo.keep([record("b", MAXIMUM_UNDO_BYTES)])).toBeUndefined();
    expect(undo.take(small?.id ?? "")).toHaveLength(1);
  });
});
