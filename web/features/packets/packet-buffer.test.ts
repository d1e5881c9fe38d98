import { expect, it } from "vitest";
import { appended, caughtUp, EMPTY_BUFFER } from "./packet-buffer.ts";
import type { PacketRow } from "./packet-row.ts";

function rows(from: number, count: number, length = 2): PacketRow[] {
  const bytes = new Uint8Array(length);
  return Array.from({ length: count }, (_, at) => ({ sequence: from + at, bytes }) as PacketRow);
}

it("counts what gave way before it was read, but not what was before the first", () => {
  const first = appended(EMPTY_BUFFER, rows(100, 3));
  expect([first.missed, first.lastSequence]).toEqual([0, 102]);
  const second = appended(first, rows(110, 2));
  expect([second.missed, second.lastSequence, second.rows.length]).toEqual([7, 111, 5]);
  expect(appended(second, [])).toBe(second);
});

it("lets the oldest go, by number and by size", () => {
  const many = appended(EMPTY_BUFFER, rows(1, 20_005));
  expect([many.rows.length, many.rows[0]?.sequence, many.evicted]).toEqual([20_000, 6, 5]);
  const large = appended(EMPTY_BUFFER, rows(1, 40, 1024 * 1024));
  expect([large.rows.length, large.evicted]).toEqual([32, 8]);
});

it("skips what it would let go at once, and counts it", () => {
  const buffer = appended(EMPTY_BUFFER, rows(1, 10));
  expect(caughtUp(buffer, 20_010)).toBe(buffer);
  expect(caughtUp(buffer, 30_000)).toMatchObject({ missed: 9_990, lastSequence: 10_000 });
});
