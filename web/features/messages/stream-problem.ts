import type { Catalogue } from "../../texts/en/catalogue.ts";
import type { FilterProblem } from "../../worker/messages.ts";

/** What is wrong with a filter text, and at which character, counted from 1. */
export function streamProblemText({ code, offset, part }: FilterProblem, texts: Catalogue): string {
  const problems = texts.topics.filterProblems;
  const words: Record<FilterProblem["code"], string> = {
    "hash-not-last": problems.hashNotLast,
    "wildcard-not-alone": problems.wildcardNotAlone(part),
    "unknown-key": problems.unknownKey(part),
    "bad-value": problems.badValue(part),
    "too-long": problems.tooLong,
    "two-filters": problems.twoFilters(part),
  };
  return texts.messages.searchProblem(offset + 1, words[code]);
}
