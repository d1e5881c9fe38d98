import type { Series } from "../../worker/messages.ts";
import type { TimeRange } from "./topic-params.ts";

/** Numbers of one field over time, grown by what was read since. */
export type GrownSeries = Pick<Series, "topicId" | "field" | "times" | "values" | "nextIndex" | "skipped">;

/** What was read before, with what has come since at its end; the newest `limit` of it. */
export function joined(before: GrownSeries | undefined, news: Series, limit: number): GrownSeries {
  if (!before || before.topicId !== news.topicId || before.field !== news.field) return news;
  if (news.times.length === 0 && news.skipped === 0) return before;
  const total = before.times.length + news.times.length;
  const dropped = Math.max(0, total - limit);
  return {
    ...news,
    times: concatenated(before.times, news.times, dropped),
    values: concatenated(before.values, news.values, dropped),
    skipped: before.skipped + news.skipped,
  };
}

function concatenated(a: Float64Array, b: Float64Array, dropped: number): Float64Array<ArrayBuffer> {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all.slice(dropped);
}

/** The part of a series that lies in a range; all of it without one. */
export function within(
  { times, values }: Pick<GrownSeries, "times" | "values">,
  range: TimeRange | undefined,
): { readonly times: Float64Array; readonly values: Float64Array } {
  if (range === undefined) return { times, values };
  const start = firstFrom(times, range.from);
  const end = firstFrom(times, range.to + 1);
  return { times: times.subarray(start, end), values: values.subarray(start, end) };
}

/** The place of the first time that is not before `at`. */
function firstFrom(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Statistics {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly last: number;
}

/** Lowest, highest, mean and last; undefined for nothing. */
export function statisticsOf(values: Float64Array): Statistics | undefined {
  const last = values.at(-1);
  if (last === undefined) return undefined;
  let low = last;
  let high = last;
  let sum = 0;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  return { low, high, mean: sum / values.length, last };
}
