import type { Clock } from "../engine-ports.ts";

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is moved on, and what was put off until other events had their turn. */
export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  #alarms: Alarm[] = [];
  #deferred: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const alarm = { at: this.#now + milliseconds, callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  readonly defer = (callback: () => void): void => {
    this.#deferred.push(callback);
  };

  /** Runs what was deferred, and what that defers. */
  settle(): void {
    for (let callback = this.#deferred.shift(); callback; callback = this.#deferred.shift()) callback();
  }

  /** Moves on, ringing each alarm at its time. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    this.settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const { at, callback } = next;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next);
      this.#now = Math.max(this.#now, at);
      callback();
      this.settle();
    }
    this.#now = end;
  }

  #next(end: number): Alarm | undefined {
    return this.#alarms.filter((alarm) => alarm.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
