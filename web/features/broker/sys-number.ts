/** A number that begins a text, with its unit behind: "1234", "0.35", "98 seconds". */
const NUMBER = /^\s*(-?\d+(?:\.\d+)?)(?:\s+[a-zA-Z]+)?\s*$/;
const SECOND = 1000;

export interface Point {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** The number that a value under $SYS is; undefined for versions, dates and names. */
export function numberOf(text: string): number | undefined {
  const found = NUMBER.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** How fast a number changed between two messages, per second; undefined when they came together. */
export function changePerSecond(before: Point, after: Point): number | undefined {
  const seconds = (after.at - before.at) / SECOND;
  return seconds <= 0 ? undefined : (after.value - before.value) / seconds;
}

/** How fast a counter grew from each message to the next, per second; a counter that began anew leaves a step out. */
export function ratesBetween({ times, values }: { times: ArrayLike<number>; values: ArrayLike<number> }) {
  const rates: number[] = [];
  for (let at = 1; at < times.length; at++) {
    const before = { at: times[at - 1] ?? 0, value: values[at - 1] ?? 0 };
    const rate = changePerSecond(before, { at: times[at] ?? 0, value: values[at] ?? 0 });
    if (rate !== undefined && rate >= 0) rates.push(rate);
  }
  return rates;
}
