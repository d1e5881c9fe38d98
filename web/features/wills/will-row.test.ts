import { describe, expect, it } from "vitest";
import type { EndedWill, Will } from "../../../server/adapters/http/contract.ts";
import { formatOf } from "../../lib/format.ts";
import { english } from "../../texts/en/catalogue.ts";
import { endedRows, explainWill, findWill, fitsEnded, nowRow, stateOf } from "./will-row.ts";

const content = { topic: "fleet/agv-1/state", payload: "", payloadBytes: 0, qos: 1, retain: true } as const;

function ended(at: number, clientId: string, part: Partial<EndedWill> = {}): EndedWill {
  return { at, clientId, ...content, outcome: "fired", cause: "connection-lost", ...part };
}

function armed(clientId: string, part: Partial<Will> = {}): Will {
  return { clientId, ...content, delaySeconds: 0, state: "armed", ...part };
}

describe("the key of a will that ended", () => {
  it("stays when newer ones come", () => {
    const before = endedRows([ended(2, "b"), ended(1, "a")]);
    const after = endedRows([ended(3, "a"), ended(2, "b"), ended(1, "a")]);
    expect(after.slice(1).map((row) => row.key)).toEqual(before.map((row) => row.key));
  });

  it("differs for two of one client in the same millisecond, and stays then too", () => {
    const before = endedRows([ended(1, "a")]);
    const after = endedRows([ended(1, "a"), ended(1, "a")]);
    expect(new Set(after.map((row) => row.key)).size).toBe(2);
    expect(after[1]?.key).toBe(before[0]?.key);
  });
});

describe("a selected will", () => {
  it("is followed when it is fired", () => {
    const rows = endedRows([ended(9, "agv-1"), ended(5, "agv-1")]);
    expect(findWill("now:agv-1", nowRow(armed("agv-1")), rows)?.kind).toBe("now");
    expect(findWill("now:agv-1", undefined, rows)).toBe(rows[0]);
  });

  it("stays the one that ended, whatever the client has now", () => {
    const rows = endedRows([ended(9, "agv-1"), ended(5, "agv-1")]);
    expect(findWill("5:agv-1", nowRow(armed("agv-1")), rows)).toBe(rows[1]);
  });

  it("is nothing when the broker has it no more", () => {
    expect(findWill("now:agv-1", undefined, [])).toBeUndefined();
    expect(findWill("7:agv-1", undefined, endedRows([ended(9, "agv-1")]))).toBeUndefined();
  });
});

it("names the state of each", () => {
  const delayed = armed("c", { state: "delayed", cause: "connection-lost", dueAt: 5 });
  const [cleared] = endedRows([ended(1, "c", { outcome: "cleared", cause: "normal" })]);
  expect([nowRow(armed("c")), nowRow(delayed), cleared].map((row) => row && stateOf(row))).toEqual([
    "armed",
    "waiting",
    "cleared",
  ]);
});

it("finds ended wills by part of client id or topic, and by state", () => {
  const [row] = endedRows([ended(1, "Agv-1")]);
  if (row?.kind !== "ended") throw new Error("an ended will is an ended row");
  expect(fitsEnded(row, " agv ", "any")).toBe(true);
  expect(fitsEnded(row, "FLEET/", "fired")).toBe(true);
  expect(fitsEnded(row, "press", "any")).toBe(false);
  expect(fitsEnded(row, "", "cleared")).toBe(false);
});

it("explains each state in words", () => {
  const explain = (will: Will) => explainWill(nowRow(will), english, formatOf("en")).text;
  expect(explain(armed("c"))).toBe(english.wills.detail.armedText);
  const waiting = explain(armed("c", { state: "delayed", cause: "keep-alive-timeout", delaySeconds: 30 }));
  expect(waiting).toContain(english.causes.ends["keep-alive-timeout"].text);
  expect(waiting).toMatch(/30.s after/);
});
