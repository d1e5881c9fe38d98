/** Time and ticks, given to the core from outside, so that tests own both. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `task` once, as soon as what can be read now has been read: the end of the tick. */
  atEndOfTick(task: () => void): void;
  /** Calls `task` once after `milliseconds`; the returned function cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}
