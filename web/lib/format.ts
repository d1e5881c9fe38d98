/** Numbers, sizes, rates and times in the reader's language, with their units. */
export interface Format {
  /** 1,204 */
  exact(value: number): string;
  /** 950, 1.2 k, 34 k, 5.1 M */
  count(value: number): string;
  /** -0.25, 71.4: at most `digits` behind the point. */
  decimal(value: number, digits?: number): string;
  /** +0.3, −4 */
  signed(value: number, digits?: number): string;
  /** 18 B, 1.2 kB, 128 MB */
  bytes(value: number): string;
  /** 1,234,567 B */
  exactBytes(value: number): string;
  /** 0.2/s, 34/s, 1.2 k/s; empty for nothing. */
  rate(perSecond: number): string;
  /** 1.2 kB/s */
  byteRate(perSecond: number): string;
  /** 350 ms, 12 s, 3 min, 1 h 5 min, 2 d 4 h */
  duration(milliseconds: number): string;
  /** 37 % */
  percent(share: number): string;
  /** 24 Nov 2026, 14:03:12.345 */
  dateTime(at: number): string;
  /** 24 Nov 2026 */
  date(at: number): string;
  /** 14:03:12.345 */
  time(at: number): string;
  list(items: readonly string[]): string;
}

const THOUSAND = 1000;
const PREFIXES = ["", "k", "M", "G", "T"] as const;
/** Keeps a number and its unit on one line. */
const GAP = "\u202f";
const MINUS = "\u2212";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Scaled {
  readonly value: number;
  readonly prefix: string;
}

/** Divides by thousands until three digits stand before the point. */
export function scale(value: number): Scaled {
  let scaled = Math.abs(value);
  let power = 0;
  // 999.5 and more would be rounded to 1000.
  while (scaled >= THOUSAND - 0.5 && power < PREFIXES.length - 1) {
    scaled /= THOUSAND;
    power++;
  }
  return { value: value < 0 ? -scaled : scaled, prefix: PREFIXES[power] ?? "" };
}

/** Splits a duration into its two largest units. */
export function durationParts(milliseconds: number): readonly (readonly [value: number, unit: string])[] {
  const length = Math.max(0, milliseconds);
  if (length < SECOND) return [[Math.round(length), "ms"]];
  if (length < MINUTE) return [[Math.floor(length / SECOND), "s"]];
  if (length < HOUR) return pair(length, MINUTE, "min", SECOND, "s", 10 * MINUTE);
  if (length < DAY) return pair(length, HOUR, "h", MINUTE, "min", DAY);
  return pair(length, DAY, "d", HOUR, "h", 10 * DAY);
}

function pair(
  length: number,
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
  smallUntil: number,
) {
  const first = [Math.floor(length / large), largeUnit] as const;
  const rest = Math.floor((length % large) / small);
  return rest > 0 && length < smallUntil ? [first, [rest, smallUnit] as const] : [first];
}

function numberFormats(locale: string) {
  return {
    whole: new Intl.NumberFormat(locale, { maximumFractionDigits: 0, useGrouping: "always" }),
    short: new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }),
    three: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    percent: new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }),
  };
}

function timeFormats(locale: string) {
  const clock = {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  } as const;
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  return {
    time: new Intl.DateTimeFormat(locale, clock),
    date: new Intl.DateTimeFormat(locale, day),
    dateTime: new Intl.DateTimeFormat(locale, { ...clock, ...day }),
    list: new Intl.ListFormat(locale, { type: "conjunction" }),
  };
}

/** The formats of one language; made once per language, because Intl's constructors are slow. */
export function createFormat(locale: string): Format {
  const numbers = numberFormats(locale);
  const times = timeFormats(locale);
  const short = (value: number) =>
    Math.abs(value) < 10 ? numbers.short.format(value) : numbers.three.format(value);
  const withPrefix = (value: number, unit: string) => {
    const scaled = scale(value);
    const suffix = scaled.prefix + unit;
    const text = scaled.prefix === "" ? numbers.whole.format(scaled.value) : short(scaled.value);
    return suffix === "" ? text : text + GAP + suffix;
  };
  const decimal = (value: number, digits = 3) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const perSecond = (value: number, unit: string) => {
    if (value <= 0) return "";
    return value < 10 && unit === "" ? `${short(value)}/s` : `${withPrefix(value, unit)}/s`;
  };
  return {
    exact: (value) => numbers.whole.format(value),
    count: (value) => withPrefix(value, ""),
    decimal,
    signed: (value, digits) => (value < 0 ? MINUS + decimal(-value, digits) : `+${decimal(value, digits)}`),
    bytes: (value) => withPrefix(value, "B"),
    exactBytes: (value) => `${numbers.whole.format(value)}${GAP}B`,
    rate: (value) => perSecond(value, ""),
    byteRate: (value) => perSecond(value, "B"),
    duration: (milliseconds) =>
      durationParts(milliseconds)
        .map(([value, unit]) => numbers.whole.format(value) + GAP + unit)
        .join(" "),
    percent: (share) => numbers.percent.format(share),
    dateTime: (at) => times.dateTime.format(at),
    date: (at) => times.date.format(at),
    time: (at) => times.time.format(at),
    list: (items) => times.list.format(items),
  };
}

const formats = new Map<string, Format>();

/** The formats of a language, kept. */
export function formatOf(locale: string): Format {
  const known = formats.get(locale);
  if (known !== undefined) return known;
  const made = createFormat(locale);
  formats.set(locale, made);
  return made;
}
