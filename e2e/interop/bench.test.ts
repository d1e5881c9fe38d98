import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LONGEST_MILLISECONDS = 60_000;
const run = promisify(execFile);

function bench(...parameters: string[]): Promise<{ stdout: string }> {
  return run(process.execPath, ["scripts/bench.mjs", "--runs", "1", "--seconds", "0.5", ...parameters], {
    cwd: ROOT,
  });
}

it("the benchmark measures the built server and loses nothing", {
  timeout: LONGEST_MILLISECONDS,
}, async () => {
  const { stdout } = await bench("--scenario", "S1,S6");
  expect(stdout).toMatch(/^S1 .* deliveries per second of broker CPU +\d/m);
  expect(stdout).toMatch(/^S6 .* deliveries per second +\d/m);
  expect(stdout).toContain("Nothing was lost, doubled or out of order.");
});

it("the benchmark speaks MQTT 5.0 over WebSocket, and prints JSON", {
  timeout: LONGEST_MILLISECONDS,
}, async () => {
  const { stdout } = await bench("--scenario", "S5", "--transport", "ws", "--mqtt", "5.0", "--json");
  const { measured } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
    measured: { results: { delivered: number; expected: number }[] }[];
  };
  const result = measured[0]?.results[0];
  expect(result?.delivered).toBeGreaterThan(0);
  expect(result?.delivered).toBe(result?.expected);
});

it("the benchmark names the scenarios when there is none of a name", async () => {
  await expect(bench("--scenario", "S99")).rejects.toThrow('There is no scenario "S99"; there are S1, S2');
});
