import type { Percentiles } from "./plan.ts";

const SUB_BITS = 7;
/** Steps per power of two: an error below 1 %. */
const STEPS = 1 << SUB_BITS;
/** Values below this have a step of their own. */
const EXACT = 2 * STEPS;
const UNITS_PER_MICROSECOND = 10;
const LARGEST = 0xffff_ffff;
const HUNDRED = 100;

/** Times by their frequency, from a tenth of a microsecond to seven minutes. */
export class Histogram {
  count = 0;
  #maximum = 0;
  readonly #steps = new Uint32Array(STEPS * (33 - SUB_BITS));

  record(microseconds: number): void {
    const units = Math.min(Math.max(Math.round(microseconds * UNITS_PER_MICROSECOND), 0), LARGEST);
    const step = stepOf(units);
    this.#steps[step] = (this.#steps[step] ?? 0) + 1;
    this.count++;
    if (units > this.#maximum) this.#maximum = units;
  }

  /** Microseconds that so many per cent of the values do not exceed; 0 when there is none. */
  percentile(percent: number): number {
    const wanted = Math.ceil((percent / HUNDRED) * this.count);
    let seen = 0;
    for (const [step, count] of this.#steps.entries()) {
      seen += count;
      if (count > 0 && seen >= wanted) return Math.min(topOf(step), this.#maximum) / UNITS_PER_MICROSECOND;
    }
    return 0;
  }

  percentiles(): Percentiles {
    return {
      p50: this.percentile(50),
      p99: this.percentile(99),
      maximum: this.#maximum / UNITS_PER_MICROSECOND,
    };
  }
}

function stepOf(units: number): number {
  if (units < EXACT) return units;
  const shift = 31 - SUB_BITS - Math.clz32(units);
  return shift * STEPS + (units >>> shift);
}

/** The largest value of a step. */
function topOf(step: number): number {
  if (step < EXACT) return step;
  const shift = Math.floor(step / STEPS) - 1;
  return (step - shift * STEPS + 1) * 2 ** shift - 1;
}
