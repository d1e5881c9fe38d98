const KILO = 1024;
const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];
const MILLISECONDS = 1000;

/** A whole number as people read it. */
export function figures(count: number): string {
  return count.toLocaleString("en");
}

/** A count with what is counted; the word takes an s for more than one. */
export function counted(count: number, word: string): string {
  return `${figures(count)} ${word}${count === 1 ? "" : "s"}`;
}

/** Bytes as people read them. */
export function bytesText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  for (; value >= KILO && unit < UNITS.length - 1; unit++) value /= KILO;
  return unit === 0 ? counted(bytes, "byte") : `${value.toFixed(1)} ${UNITS[unit]}`;
}

/** How long something took that began at `since`, by `performance.now`. */
export function secondsSince(since: number): string {
  return `${((performance.now() - since) / MILLISECONDS).toFixed(1)} s`;
}
