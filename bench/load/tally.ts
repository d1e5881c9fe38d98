import { Histogram } from "./histogram.ts";

/** What all connections of a run count together. */
export class Tally {
  /** Tells this run's messages from those of earlier ones. */
  readonly run = (Math.random() * 2 ** 32) >>> 0;
  /** Milliseconds, of `performance.now()`: when the chunk that is read came. */
  now = 0;
  published = 0;
  delivered = 0;
  acknowledged = 0;
  duplicates = 0;
  reordered = 0;
  errors = 0;
  disconnects = 0;
  /** Whether times are recorded. */
  isMeasuring = false;
  readonly latency = new Histogram();
  readonly acknowledgement = new Histogram();
  readonly handshake = new Histogram();
}
