import { createHistogram, monitorEventLoopDelay } from "node:perf_hooks";

/*
 * Loaded before the server: measures by how much the turns of its event loop are late, and what CPU time passes from one
 * to the next, which other processes do not prolong. The parent process sends "begin" and "end" and gets what was measured
 * between them, in microseconds.
 */
const NANOSECONDS = 1000;
const delay = monitorEventLoopDelay({ resolution: 1 });
const turns = createHistogram();
let begin = process.cpuUsage();
let turn = begin;

delay.enable();
setInterval(() => {
  const { user, system } = process.cpuUsage(turn);
  turn = process.cpuUsage();
  turns.record(Math.max(1, user + system));
}, 1).unref();

process.on("message", (message) => {
  const { user, system } = process.cpuUsage(begin);
  if (message === "end")
    process.send?.({ delay: figures(delay, NANOSECONDS), turns: figures(turns, 1), cpu: user + system });
  begin = process.cpuUsage();
  delay.reset();
  turns.reset();
});
// the messages alone do not keep the server alive
process.channel?.unref();

/** @param {import("node:perf_hooks").Histogram} histogram @param {number} unit */
function figures(histogram, unit) {
  return {
    p50: histogram.percentile(50) / unit,
    p99: histogram.percentile(99) / unit,
    maximum: histogram.max / unit,
  };
}
