import type { Catalogue } from "../../texts/en/catalogue.ts";
import type { FilterProblem } from "../../worker/messages.ts";

type Texts = Catalogue["topics"];

/** What is wrong with a filter text and at which character, counted from 1. */
export function filterProblemText({ code, offset, part }: FilterProblem, texts: Texts): string {
  return texts.filterProblem(offset + 1, whatIsWrong(code, part, texts.filterProblems));
}

function whatIsWrong(code: FilterProblem["code"], part: string, texts: Texts["filterProblems"]): string {
  switch (code) {
    case "hash-not-last":
      return texts.hashNotLast;
    case "wildcard-not-alone":
      return texts.wildcardNotAlone(part);
    case "unknown-key":
      return texts.unknownKey(part);
    case "bad-value":
      return texts.badValue(part);
    case "too-long":
      return texts.tooLong;
    case "two-filters":
      return texts.twoFilters(part);
  }
}
