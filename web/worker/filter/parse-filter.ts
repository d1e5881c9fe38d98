import type { QoS } from "../../../protocol/packets.ts";
import type { FilterKey, FilterProblem } from "../messages/topics.ts";

/** What a filter text asks for: all of it must hold. */
export interface FilterQuery {
  /** Lower case; each is to be somewhere in the topic. */
  readonly words: readonly string[];
  /** An MQTT topic filter with `+` or `#`. */
  readonly topicFilter: string | undefined;
  /** Lower case; each is to be somewhere in the payload. */
  readonly payloadWords: readonly string[];
  readonly isRetained: boolean | undefined;
  readonly qos: QoS | undefined;
  readonly largerThanBytes: number | undefined;
}

export type ParsedFilter =
  | { readonly query: FilterQuery; readonly problem: undefined }
  | { readonly query: undefined; readonly problem: FilterProblem };

type Draft = { -readonly [K in keyof FilterQuery]: FilterQuery[K] };

const MAXIMUM_FILTER_CHARACTERS = 1_000;
const TOKEN = /\S+/g;
const KEYED = /^([a-z-]+):(.*)$/i;
const SIZE = /^(\d+(?:\.\d+)?)(k|m)?b?$/i;
const SIZE_UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1_048_576 };
const TRUE_OR_FALSE: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };
const QOS_VALUES: Readonly<Record<string, QoS>> = { "0": 0, "1": 1, "2": 2 };

/** Each takes a value into the query, or says that it is none of its own. */
const KEYS: Readonly<Record<FilterKey, (draft: Draft, value: string) => boolean>> = {
  topic: (draft, value) => {
    if (/[+#]/.test(value)) draft.topicFilter = value;
    else draft.words = [...draft.words, value.toLowerCase()];
    return value !== "";
  },
  payload: (draft, value) => {
    draft.payloadWords = [...draft.payloadWords, value.toLowerCase()];
    return value !== "";
  },
  retained: (draft, value) => {
    draft.isRetained = TRUE_OR_FALSE[value.toLowerCase()];
    return draft.isRetained !== undefined;
  },
  qos: (draft, value) => {
    draft.qos = QOS_VALUES[value];
    return draft.qos !== undefined;
  },
  "larger-than": (draft, value) => {
    const [, number, unit] = SIZE.exec(value) ?? [];
    if (number === undefined) return false;
    draft.largerThanBytes = Number(number) * (SIZE_UNITS[(unit ?? "").toLowerCase()] ?? 1);
    return true;
  },
};

/** The one language of all filter boxes: words, MQTT filters, `key:value`; a space means *and*. */
export function parseFilter(text: string): ParsedFilter {
  if (text.length > MAXIMUM_FILTER_CHARACTERS) {
    return refuse("too-long", MAXIMUM_FILTER_CHARACTERS, "");
  }
  const draft: Draft = {
    words: [],
    topicFilter: undefined,
    payloadWords: [],
    isRetained: undefined,
    qos: undefined,
    largerThanBytes: undefined,
  };
  for (const match of text.matchAll(TOKEN)) {
    const problem = takeToken(draft, match[0], match.index);
    if (problem) return problem;
  }
  return { query: draft, problem: undefined };
}

/** True when it asks for nothing: everything is shown. */
export function isEmptyQuery(query: FilterQuery): boolean {
  return (
    query.words.length === 0 &&
    query.topicFilter === undefined &&
    query.payloadWords.length === 0 &&
    !asksOfMessage(query)
  );
}

/** True when the answer may change with each message on a topic. */
export function dependsOnMessages(query: FilterQuery): boolean {
  return query.payloadWords.length > 0 || asksOfMessage(query);
}

function asksOfMessage(query: FilterQuery): boolean {
  return query.isRetained !== undefined || query.qos !== undefined || query.largerThanBytes !== undefined;
}

function takeToken(draft: Draft, token: string, offset: number): ParsedFilter | undefined {
  const [, key, value] = KEYED.exec(token) ?? [];
  const take = key === undefined ? undefined : KEYS[key.toLowerCase() as FilterKey];
  const topicBefore = draft.topicFilter;
  if (take && value !== undefined) {
    if (!take(draft, value)) return refuse("bad-value", offset + token.length - value.length, value);
  } else if (/[+#]/.test(token)) {
    draft.topicFilter = token;
  } else {
    draft.words = [...draft.words, token.toLowerCase()];
  }
  if (draft.topicFilter === topicBefore || draft.topicFilter === undefined) return undefined;
  if (topicBefore !== undefined) return refuse("two-filters", offset, token);
  return wildcardProblem(draft.topicFilter, offset + token.length - draft.topicFilter.length);
}

/** Where `+` and `#` may stand [5 MQTT-4.7.1-1] [5 MQTT-4.7.1-2]. */
function wildcardProblem(filter: string, offset: number): ParsedFilter | undefined {
  let at = offset;
  const levels = filter.split("/");
  for (const [n, level] of levels.entries()) {
    if (level.length > 1 && /[+#]/.test(level)) return refuse("wildcard-not-alone", at, level);
    if (level === "#" && n < levels.length - 1) return refuse("hash-not-last", at, level);
    at += level.length + 1;
  }
  return undefined;
}

function refuse(code: FilterProblem["code"], offset: number, part: string): ParsedFilter {
  return { query: undefined, problem: { code, offset, part } };
}
