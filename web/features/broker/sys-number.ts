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
