import { expect, it } from "vitest";
import { chart } from "./chart.ts";
import { formatBytes, formatCount, formatMicroseconds } from "./format.ts";
import type { LoadResult } from "./load/plan.ts";
import { withSection } from "./page.ts";
import { BASE, SCENARIOS } from "./scenarios.ts";
import type { Measured } from "./session.ts";
import { formatSpread, spreadOf } from "./spread.ts";
import { alignedLines, faultLines, markdownLines, tableRows } from "./table.ts";
import { targetRows } from "./targets.ts";

const [S1] = SCENARIOS.filter(({ name }) => name === "S1");
const NO_TIMES = { p50: 0, p99: 0, maximum: 0 };

function result(deliveredPerSecond: number, more: Partial<LoadResult> = {}): LoadResult {
  return {
    seconds: 2,
    window: { begin: 0, end: 2 },
    publishedPerSecond: deliveredPerSecond,
    deliveredPerSecond,
    acknowledgedPerSecond: 0,
    brokerCpuSeconds: 1,
    generatorCpuSeconds: 1,
    latency: NO_TIMES,
    acknowledgement: NO_TIMES,
    handshake: NO_TIMES,
    handshakesPerSecond: 0,
    handshakeCpuSeconds: 0,
    laterHandshakeCpuSeconds: 0,
    bytesPerConnection: 0,
    expected: 0,
    delivered: 0,
    lost: 0,
    unacknowledged: 0,
    duplicates: 0,
    reordered: 0,
    errors: 0,
    disconnects: 0,
    unsent: 0,
    ...more,
  };
}

const MEASURED: readonly Measured[] = [
  { scenario: "S1", broker: "vitrina", results: [result(3000), result(1000), result(2000, { lost: 4 })] },
  { scenario: "S1", broker: "nats", results: [result(1000)] },
  { scenario: "S1", broker: "other", results: [], lacks: "it has no QoS 0" },
];
const BROKERS = ["vitrina", "nats", "other"];

it.each([
  [[3, 1, 2], { median: 2, low: 1, high: 3 }],
  [[4, 1], { median: 2.5, low: 1, high: 4 }],
])("finds the middle and the ends of %j", (values, spread) => {
  expect(spreadOf(values)).toEqual(spread);
});

it("shows three digits, and a range only where there is one", () => {
  expect([7, 1234, 56_789, 8_340_000].map(formatCount)).toEqual(["7", "1.23k", "56.8k", "8.34M"]);
  expect([formatMicroseconds(42.4), formatMicroseconds(12_345), formatBytes(2048)]).toEqual([
    "42 µs",
    "12.3 ms",
    "2.0 KiB",
  ]);
  expect(formatSpread(spreadOf([5]), formatCount)).toBe("5");
  expect(formatSpread(spreadOf([1, 2, 3]), formatCount)).toBe("2 (1–3)");
});

it("has a row for each figure and a column for each broker, and says why one has no part", () => {
  const rows = tableRows(S1 === undefined ? [] : [S1], BROKERS, MEASURED);
  expect(rows[1]).toEqual([
    "S1",
    "1 to 1, QoS 0, 64 B",
    "deliveries per second of broker CPU",
    "4.00k (2.00k–6.00k)",
    "2.00k",
    "it has no QoS 0",
  ]);
  expect(markdownLines(rows)[1]).toBe("| --- | --- | --- | --- | --- | --- |");
  const places = alignedLines(rows).map((line) => line.search(/nats|2\.00k$|2\.00k {2}it|1\.00k {2}/));
  expect(places[0]).toBe(places[1]);
});

it("tells what was lost, and in which run", () => {
  expect(faultLines(MEASURED)).toEqual(["S1, vitrina, run 3: 4 lost"]);
});

it("says how many times a peer we are, and whether that is what is wanted", () => {
  expect(targetRows(MEASURED).slice(1)).toEqual([["S1", "nats", "2.0 ×", "2 ×", "reached"]]);
});

it("draws a bar for each broker that was measured, ours in a colour of its own", () => {
  const svg = chart(S1 === undefined ? [] : [S1], BROKERS, MEASURED);
  expect(svg.match(/<rect/g)).toHaveLength(2);
  expect(svg.match(/class="ours"/g)).toHaveLength(1);
  expect(svg).toContain("prefers-color-scheme: dark");
});

it("replaces one section of a page and leaves the rest", () => {
  const page = "a\n<!-- x: measured -->\nold\n<!-- end of x -->\nb\n";
  const once = withSection(page, "x", "new");
  expect(once).toBe("a\n<!-- x: measured -->\n\nnew\n\n<!-- end of x -->\nb\n");
  expect(withSection(once, "x", "new")).toBe(once);
  expect(() => withSection(page, "y", "new")).toThrow("lost the marks");
});

it("changes nothing in the scenario from which the others differ", () => {
  expect(S1?.plan).toBe(BASE);
});
