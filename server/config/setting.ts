import { z } from "zod";
import { UNLIMITED } from "../core/ports/limits.ts";

/** How `unlimited` is written. */
export const UNLIMITED_WORD = "unlimited";
/** A limit that depends on the machine. */
export const AUTOMATIC = "automatic";

/** The ports that a door may have; 0 lets the system pick one. */
export const PORTS = { from: 0, to: 65_535 };
const NO_PORT = "none";

export const SETTING_GROUPS = [
  "Doors",
  "TLS",
  "Proxies",
  "Data",
  "Rights",
  "Page",
  "Logging",
  "Broker",
  "Protocol",
  "Limits",
] as const;

/** What people are told of a setting, beside what its schema enforces. */
export interface SettingMeta {
  readonly group: (typeof SETTING_GROUPS)[number];
  /** One sentence, without its full stop. */
  readonly description: string;
  /** Completes "allowed is …". */
  readonly allowed: string;
  /** What stands behind the flag in the help; undefined for a switch, which needs no value. */
  readonly placeholder: string | undefined;
  readonly isList: boolean;
}

/** What is told of each setting, by its schema. */
export const settingMeta = z.registry<SettingMeta>();

type Told = Pick<SettingMeta, "group" | "description">;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A count, a size or a time; `unit` stands behind the flag in the help. */
export function wholeNumber(told: Told, unit: string, { from, to }: Range, byDefault: number) {
  const schema = z.preprocess(toNumber, z.int().min(from).max(to)).default(byDefault);
  return schema.register(settingMeta, {
    ...told,
    allowed: rangeInWords({ from, to }),
    placeholder: unit,
    isList: false,
  });
}

/** A port that a door listens on, or `none`: it has no such door. */
export function port(told: Told, byDefault: number) {
  const schema = z
    .preprocess(toNumber, z.union([z.int().min(PORTS.from).max(PORTS.to), z.literal(NO_PORT)]))
    .default(byDefault);
  return schema.register(settingMeta, {
    ...told,
    allowed: `${rangeInWords(PORTS)}, or ${NO_PORT}`,
    placeholder: "port",
    isList: false,
  });
}

/** A whole number, or `unlimited`. */
export function limit(told: Told, unit: string, { from, to }: Range, byDefault: number) {
  const inRange = z.int().min(from).max(to);
  const schema = z.preprocess(toLimit, z.union([inRange, z.literal(UNLIMITED)])).default(byDefault);
  return schema.register(settingMeta, {
    ...told,
    allowed: `${rangeInWords({ from, to })}, or ${UNLIMITED_WORD}`,
    placeholder: unit,
    isList: false,
  });
}

/** A whole number, `unlimited`, or `automatic`, which is the default: whoever starts the server finds it out. */
export function automaticLimit(told: Told, unit: string, { from, to }: Range) {
  const inRange = z.int().min(from).max(to);
  const schema = z
    .preprocess(toLimit, z.union([inRange, z.literal(UNLIMITED), z.literal(AUTOMATIC)]))
    .default(AUTOMATIC);
  return schema.register(settingMeta, {
    ...told,
    allowed: `${rangeInWords({ from, to })}, ${UNLIMITED_WORD} or ${AUTOMATIC}`,
    placeholder: unit,
    isList: false,
  });
}

/** On or off; the flag alone means on. */
export function onOff(told: Told) {
  const schema = z.preprocess(toBoolean, z.boolean()).default(false);
  return schema.register(settingMeta, {
    ...told,
    allowed: "true or false",
    placeholder: undefined,
    isList: false,
  });
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(
  told: Told,
  words: Words,
  byDefault: Words[number],
) {
  const schema = z.enum(words).default(byDefault as z.util.NoUndefined<Words[number]>);
  return schema.register(settingMeta, {
    ...told,
    allowed: inWords(words),
    placeholder: words.join("|"),
    isList: false,
  });
}

/** A text that is not empty, or matches `pattern`. */
export function text(told: Told, placeholder: string, allowed: string, byDefault: string, pattern = /^./) {
  return z
    .string()
    .regex(pattern)
    .default(byDefault)
    .register(settingMeta, { ...told, allowed, placeholder, isList: false });
}

/** A text that may be left out. */
export function optionalText(told: Told, placeholder: string, allowed: string, pattern = /^./) {
  return z
    .string()
    .regex(pattern)
    .optional()
    .register(settingMeta, { ...told, allowed, placeholder, isList: false });
}

/** Several texts, each of which passes the test of `pattern`. */
export function list(
  told: Told,
  placeholder: string,
  allowed: string,
  pattern: { test(text: string): boolean },
) {
  return z
    .preprocess(toList, z.array(z.string().refine((each) => pattern.test(each))))
    .default([])
    .register(settingMeta, { ...told, allowed, placeholder, isList: true });
}

/** A number as people read it, or `unlimited`. */
export function inFigures(value: number): string {
  return value === UNLIMITED ? UNLIMITED_WORD : String(value);
}

function rangeInWords({ from, to }: Range): string {
  return to >= Number.MAX_SAFE_INTEGER
    ? `a whole number of ${from} or more`
    : `a whole number from ${from} to ${to}`;
}

function inWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** Flags and variables arrive as text; `1_000_000` is as good as `1000000`. */
function toNumber(raw: unknown): unknown {
  return typeof raw === "string" && /^\d+(_\d+)*$/.test(raw) ? Number(raw.replaceAll("_", "")) : raw;
}

function toLimit(raw: unknown): unknown {
  if (raw === UNLIMITED_WORD) return UNLIMITED;
  // Infinity itself is no word for it: TOML's `inf` would be a second one.
  return raw === UNLIMITED ? undefined : toNumber(raw);
}

function toBoolean(raw: unknown): unknown {
  if (raw === "true") return true;
  return raw === "false" ? false : raw;
}

function toList(raw: unknown): unknown {
  if (typeof raw !== "string") return raw;
  return raw
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
