import { packetName } from "../../protocol/packet-names.ts";
import { matches } from "../../protocol/topics/match.ts";
import { topicFilterError } from "../../protocol/topics/validate.ts";

/** What a packet is filtered by. */
export interface PacketFacts {
  /** "PUBLISH" */
  readonly name: string;
  readonly direction: "in" | "out";
  readonly clientId: string | undefined;
  /** Of a PUBLISH, also where an alias stands for it. */
  readonly topic: string | undefined;
  /** Of SUBSCRIBE and UNSUBSCRIBE. */
  readonly filters: readonly string[];
  readonly qos: number | undefined;
  readonly retain: boolean | undefined;
  readonly dup: boolean | undefined;
  readonly packetId: number | undefined;
  readonly reasonCodes: readonly number[];
  readonly bytes: number;
  /** Where words are looked for. */
  readonly text: string;
}

/** Whether a packet is meant. */
export type PacketTest = (facts: PacketFacts) => boolean;

/** What a word of the filter lacks. */
export type FilterFault =
  | "unknownKey"
  | "openQuote"
  | "badTopic"
  | "badType"
  | "badQos"
  | "badFlag"
  | "badDirection"
  | "badSize"
  | "badReason"
  | "badId"
  | "noValue";

/** A filter that was read, or where it is wrong. */
export type ReadFilter =
  | { readonly kind: "filter"; readonly matches: PacketTest }
  | { readonly kind: "fault"; readonly fault: FilterFault; readonly at: number; readonly word: string };

type Made = PacketTest | FilterFault;

/** A word with quoted parts, or a quote that nothing closes. */
const WORD = /(?:[^\s"]|"[^"]*")+|"/g;
const SIZE = /^(\d+(?:\.\d+)?)(k|m)?b?$/i;
const SIZE_UNITS: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };
const REASON = /^(>=|<=|>|<|=)?(0x[0-9a-f]{1,2}|\d{1,3})$/i;
const HIGHEST_TYPE = 15;
const TYPE_NAMES = Array.from({ length: HIGHEST_TYPE }, (_, at) => packetName(at + 1).toLowerCase());

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "=": (left, right) => left === right,
  ">=": (left, right) => left >= right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
};

/** Each key with what it makes of its value. */
const KEYS: Readonly<Record<string, (value: string) => Made>> = {
  client: clientTest,
  topic: topicTest,
  type: typeTest,
  dir: (value) =>
    value === "in" || value === "out" ? ({ direction }) => direction === value : "badDirection",
  qos: (value) => (/^[012]$/.test(value) ? ({ qos }) => qos === Number(value) : "badQos"),
  retain: (value) => flagTest(value, ({ retain }) => retain),
  dup: (value) => flagTest(value, ({ dup }) => dup),
  id: (value) => (/^\d+$/.test(value) ? ({ packetId }) => packetId === Number(value) : "badId"),
  reason: reasonTest,
  "larger-than": (value) => sizeTest(value, ">"),
  "smaller-than": (value) => sizeTest(value, "<"),
};

/** The keys of the language, as they are written. */
export const FILTER_KEYS = Object.keys(KEYS);

/**
 * Reads `client:press-* topic:a/+/b type:publish qos:2 -dir:out larger-than:1k word`: all must hold, a minus means not,
 * quotes keep blanks and colons.
 */
export function readPacketFilter(text: string): ReadFilter {
  const words = [...text.matchAll(WORD)].map(({ 0: word, index: at }) => ({ word, at }));
  const open = words.find(({ word }) => word === '"');
  if (open !== undefined) return { kind: "fault", fault: "openQuote", ...open };
  const tests: PacketTest[] = [];
  for (const { word, at } of words) {
    const made = testOf(word);
    if (typeof made === "string") return { kind: "fault", fault: made, at, word };
    tests.push(made);
  }
  return { kind: "filter", matches: (facts) => tests.every((test) => test(facts)) };
}

function testOf(word: string): Made {
  const isNegated = word.length > 1 && word.startsWith("-");
  const made = positiveTestOf(isNegated ? word.slice(1) : word);
  if (!isNegated || typeof made === "string") return made;
  return (facts) => !made(facts);
}

function positiveTestOf(word: string): Made {
  const colon = word.startsWith('"') ? -1 : word.indexOf(":");
  if (colon < 0) return wordTest(unquoted(word));
  const key = word.slice(0, colon).toLowerCase();
  const value = unquoted(word.slice(colon + 1));
  if (!Object.hasOwn(KEYS, key)) return "unknownKey";
  return value === "" ? "noValue" : (KEYS[key]?.(value) ?? "unknownKey");
}

function unquoted(text: string): string {
  return text.replaceAll('"', "");
}

function wordTest(word: string): PacketTest {
  const part = word.toLowerCase();
  return ({ text }) => text.toLowerCase().includes(part);
}

/** The whole client id; `*` stands for any part of it. */
function clientTest(value: string): PacketTest {
  const [first = "", ...others] = value.split("*");
  const last = others.pop();
  if (last === undefined) return ({ clientId }) => clientId === value;
  return ({ clientId }) => clientId !== undefined && hasParts(clientId, first, others, last);
}

function hasParts(text: string, first: string, middle: readonly string[], last: string): boolean {
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of middle) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function topicTest(value: string): Made {
  if (topicFilterError(value) !== undefined) return "badTopic";
  return ({ topic, filters }) => (topic !== undefined && matches(value, topic)) || filters.includes(value);
}

function typeTest(value: string): Made {
  const names = value.toLowerCase().split(",");
  if (!names.every((name) => TYPE_NAMES.includes(name))) return "badType";
  return ({ name }) => names.includes(name.toLowerCase());
}

function flagTest(value: string, flagOf: (facts: PacketFacts) => boolean | undefined): Made {
  if (value !== "true" && value !== "false") return "badFlag";
  return (facts) => flagOf(facts) === (value === "true");
}

function sizeTest(value: string, sign: ">" | "<"): Made {
  const [, number, unit = ""] = SIZE.exec(value) ?? [];
  if (number === undefined) return "badSize";
  const limit = Number(number) * (SIZE_UNITS[unit.toLowerCase()] ?? 1);
  return ({ bytes }) => (sign === ">" ? bytes > limit : bytes < limit);
}

function reasonTest(value: string): Made {
  const [, sign = "=", number] = REASON.exec(value) ?? [];
  const compare = COMPARISONS[sign];
  if (number === undefined || compare === undefined) return "badReason";
  return ({ reasonCodes }) => reasonCodes.some((code) => compare(code, Number(number)));
}
