import { decodeStrictly } from "./preview.ts";

/** Larger payloads are not searched for numbers on their own. */
const MAXIMUM_SEARCHED_BYTES = 65_536;
const MAXIMUM_FIELDS = 200;
const MAXIMUM_DEPTH = 12;
const PLAIN_NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;
const PATH_STEP = /([^.[\]]+)|\[(\d+)\]/g;
const FIRST_NUMBER_BYTES = 64;

/** The payload itself. */
export const WHOLE_PAYLOAD = "";

/** Paths of all numbers in a payload: "" for one that is a number itself, `a.b` or `a[0]` in JSON. */
export function numericFields(payload: Uint8Array): readonly string[] {
  if (payload.length === 0 || payload.length > MAXIMUM_SEARCHED_BYTES) return [];
  const text = decodeStrictly(payload);
  if (text === undefined) return [];
  if (PLAIN_NUMBER.test(text)) return [WHOLE_PAYLOAD];
  const found: string[] = [];
  collect(parse(text), "", 0, found);
  return found;
}

/** The number at a path of a payload; undefined if there is none. Booleans count as 0 and 1. */
export function numberAt(payload: Uint8Array, path: string): number | undefined {
  const isTooLong = path === WHOLE_PAYLOAD && payload.length > FIRST_NUMBER_BYTES;
  const text = isTooLong ? undefined : decodeStrictly(payload);
  if (text === undefined) return undefined;
  if (path === WHOLE_PAYLOAD) return PLAIN_NUMBER.test(text) ? Number(text) : undefined;
  let value = parse(text);
  for (const [, name, position] of path.matchAll(PATH_STEP)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[name ?? position ?? ""];
  }
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function collect(value: unknown, path: string, depth: number, found: string[]): void {
  if (found.length >= MAXIMUM_FIELDS || depth > MAXIMUM_DEPTH) return;
  if (typeof value === "number" || typeof value === "boolean") {
    if (path !== "") found.push(path);
  } else if (Array.isArray(value)) {
    for (const [n, item] of value.entries()) collect(item, `${path}[${n}]`, depth + 1, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      if (!/[.[\]]/.test(name)) collect(item, path === "" ? name : `${path}.${name}`, depth + 1, found);
    }
  }
}
