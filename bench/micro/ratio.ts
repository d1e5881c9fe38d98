/** One piece of hot code. */
export interface Case {
  readonly name: string;
  /** Times that `run` does what is measured. */
  readonly operations: number;
  readonly run: () => void;
  /** Puts away what it made. */
  readonly close?: () => void;
}

/** What a case costs. */
export interface Cost {
  readonly nanoseconds: number;
  /** In operations of the fixed loop: what stays the same on a busy or another machine. */
  readonly ratio: number;
}

const ROUNDS = 150;
const ROUND_MILLISECONDS = 2;
const WARM_UP_ROUNDS = 100;
const NANOSECONDS = 1e6;
const LOOP_STEPS = 10_000;
const LOOP_MULTIPLIER = 0x01000193;
const loopBytes = Uint8Array.from({ length: 4096 }, (_, index) => index);
/** Kept where it can be seen, so that the loop is not left out. */
export const sink = { value: 0 };

/** What everything is compared with: a hash over bytes in the cache, which no change of ours makes faster or slower. */
const FIXED_LOOP: Case = {
  name: "fixed loop",
  operations: LOOP_STEPS,
  run: () => {
    let hash = sink.value;
    for (let step = 0; step < LOOP_STEPS; step++) {
      hash = Math.imul(hash ^ (loopBytes[step & (loopBytes.length - 1)] ?? 0), LOOP_MULTIPLIER);
    }
    sink.value = hash;
  },
};

/**
 * Measures a case and the fixed loop in turns. The smallest of many short rounds counts: what else runs on the machine
 * only ever adds to a time.
 */
export function measureCost(subject: Case): Cost {
  let fixed = Number.POSITIVE_INFINITY;
  let own = Number.POSITIVE_INFINITY;
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const fixedNow = nanosecondsOf(FIXED_LOOP);
    const ownNow = nanosecondsOf(subject);
    if (round < 0) continue;
    fixed = Math.min(fixed, fixedNow);
    own = Math.min(own, ownNow);
  }
  return { nanoseconds: own, ratio: own / fixed };
}

/** Of one operation, over one round: the mean of its fastest runs would be that of an empty cache of the processor. */
function nanosecondsOf({ run, operations }: Case): number {
  const begin = performance.now();
  let runs = 0;
  let now = begin;
  while (now - begin < ROUND_MILLISECONDS) {
    run();
    runs++;
    now = performance.now();
  }
  return ((now - begin) * NANOSECONDS) / (runs * operations);
}
