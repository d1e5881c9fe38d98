import type { Catalogue } from "../../texts/en/catalogue.ts";
import { FILTER_KEYS, type FilterKey } from "../../worker/messages.ts";

/** The part of a filter text that is being typed: its last word. */
export interface TypedPart {
  /** What stands before it, the space included. */
  readonly before: string;
  readonly token: string;
}

/** Splits off the word that is being typed. */
export function typedPart(text: string): TypedPart {
  const start = text.search(/\S*$/);
  return { before: text.slice(0, start), token: text.slice(start) };
}

type Meanings = Catalogue["topics"]["filterKeys"];

const MEANINGS: Readonly<Record<FilterKey, keyof Meanings>> = {
  topic: "topic",
  payload: "payload",
  retained: "retained",
  qos: "qos",
  "larger-than": "largerThan",
};
const VALUES: Partial<Record<FilterKey, readonly string[]>> = {
  retained: ["true", "false"],
  qos: ["0", "1", "2"],
  "larger-than": ["1k", "64k", "1m"],
};

export interface KeySuggestion {
  readonly value: string;
  readonly note: string;
  /** A value is to follow. */
  readonly isPrefix: boolean;
}

/** Keys that the token may become, or values of the key that it names. */
export function keySuggestions({ before, token }: TypedPart, meanings: Meanings): readonly KeySuggestion[] {
  if (token === "") return [];
  const [, typedKey, typedValue] = /^([a-z-]+):(.*)$/i.exec(token) ?? [];
  const key = FILTER_KEYS.find((one) => one === typedKey?.toLowerCase());
  if (key !== undefined && typedValue !== undefined) {
    return (VALUES[key] ?? [])
      .filter((value) => value.startsWith(typedValue) && value !== typedValue)
      .map((value) => ({
        value: `${before}${key}:${value}`,
        note: meanings[MEANINGS[key]],
        isPrefix: false,
      }));
  }
  return FILTER_KEYS.filter((one) => one.startsWith(token.toLowerCase())).map((one) => ({
    value: `${before}${one}:`,
    note: meanings[MEANINGS[one]],
    isPrefix: true,
  }));
}
