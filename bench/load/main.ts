import type { Run } from "./client.ts";
import { runConnections } from "./connections.ts";
import { OutBuffers } from "./out-buffers.ts";
import type { LoadPlan } from "./plan.ts";
import { Tally } from "./tally.ts";
import { runTraffic } from "./traffic.ts";

const SMALLEST_BUFFER_BYTES = 64 * 1024;
/** So many of the largest packets fit into a buffer. */
const PACKETS_PER_BUFFER = 4;
const PACKET_OVERHEAD_BYTES = 64;

/*
 * The generator as a program of its own, so that it can have a core of its own: it takes a plan as JSON and prints what it
 * found as JSON.
 */
const plan = JSON.parse(process.argv[2] ?? "") as LoadPlan;
const largest = PACKETS_PER_BUFFER * (plan.payloadBytes + PACKET_OVERHEAD_BYTES);
const run: Run = {
  plan,
  tally: new Tally(),
  buffers: new OutBuffers(Math.max(SMALLEST_BUFFER_BYTES, largest)),
  onProgress: () => undefined,
};
const isTraffic = plan.kind !== "connect" && plan.kind !== "idle";
process.stdout.write(`${JSON.stringify(await (isTraffic ? runTraffic(run) : runConnections(run)))}\n`);
process.exit(0);
