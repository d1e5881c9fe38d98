const WINDOW_MS = 1_000;
/** Weight of the newest second in the rates that are shown. */
const SMOOTHING = 0.5;

/** Measures what the worker does and how late it is. */
export class CostMeter {
  messages = 0;
  bytes = 0;
  skippedTopics = 0;
  messagesPerSecond = 0;
  bytesPerSecond = 0;
  workerBusy = 0;
  workerLagMilliseconds = 0;
  #windowStart: number;
  #windowMessages = 0;
  #windowBytes = 0;
  #busyMilliseconds = 0;
  #worstLag = 0;

  constructor(now: number) {
    this.#windowStart = now;
  }

  /** Counts from zero again. */
  reset(): void {
    this.messages = 0;
    this.bytes = 0;
    this.skippedTopics = 0;
    this.#windowMessages = 0;
    this.#windowBytes = 0;
  }

  onMessage(bytes: number): void {
    this.messages++;
    this.bytes += bytes;
    this.#windowMessages++;
    this.#windowBytes += bytes;
  }

  onWork(milliseconds: number): void {
    this.#busyMilliseconds += milliseconds;
  }

  /** A timer rang so much too late. */
  onLag(milliseconds: number): void {
    this.#worstLag = Math.max(this.#worstLag, milliseconds);
  }

  /** Closes the window when a second has gone by, and says whether it did. */
  tick(now: number): boolean {
    const elapsed = now - this.#windowStart;
    if (elapsed < WINDOW_MS) return false;
    const seconds = elapsed / WINDOW_MS;
    this.messagesPerSecond = smooth(this.messagesPerSecond, this.#windowMessages / seconds);
    this.bytesPerSecond = smooth(this.bytesPerSecond, this.#windowBytes / seconds);
    this.workerBusy = Math.min(1, this.#busyMilliseconds / elapsed);
    this.workerLagMilliseconds = this.#worstLag;
    this.#windowStart = now;
    this.#windowMessages = 0;
    this.#windowBytes = 0;
    this.#busyMilliseconds = 0;
    this.#worstLag = 0;
    return true;
  }
}

function smooth(before: number, now: number): number {
  const next = before + (now - before) * SMOOTHING;
  return next < SMOOTHING && now === 0 ? 0 : next;
}
