import type { Clause } from "../lib/clauses.ts";

/** Attributes by which TooltipLayer explains an element. */
export interface TipAttributes {
  readonly "data-tip": string;
  readonly "data-tip-clause"?: Clause;
  readonly "data-tip-keys"?: string;
}

/** Explains an element on hover and focus: spread the result on it. A clause becomes a link, keys are shown beside. */
export function tip(text: string, more: { clause?: Clause; keys?: string | undefined } = {}): TipAttributes {
  return {
    "data-tip": text,
    ...(more.clause === undefined ? {} : { "data-tip-clause": more.clause }),
    ...(more.keys === undefined ? {} : { "data-tip-keys": more.keys }),
  };
}
