import { describe, expect, it } from "vitest";
import {
  disconnectCause,
  willCause,
  willClearedCause,
  willDue,
} from "../../server/adapters/http/contract.ts";
import { english } from "../texts/en/catalogue.ts";
import { explainCause, explainWillEnd } from "./causes.ts";
import { isClause } from "./clauses.ts";

describe("every cause that the broker can give", () => {
  it.each(disconnectCause.options)("explains the end of a connection: %s", (cause) => {
    const { word, text, clause } = explainCause(cause, english.causes);
    expect([word, text].every((part) => part.length > 0)).toBe(true);
    expect(isClause(clause)).toBe(true);
  });

  it.each(willCause.options)("explains why a will was published at once: %s", (cause) => {
    const end = explainCause(cause, english.causes);
    expect(explainWillEnd({ outcome: "fired", cause, due: "at-once" }, english.causes)).toEqual(end);
  });

  it.each(willDue.exclude(["at-once"]).options)(
    "explains both how the connection ended and what made its will due: %s",
    (due) => {
      const { ends, due: dues } = english.causes;
      const end = { outcome: "fired", cause: "connection-lost", due } as const;
      const { word, text } = explainWillEnd(end, english.causes);
      expect(word).toBe(`${ends["connection-lost"].word}, ${dues[due].word}`);
      expect(text).toBe(`${ends["connection-lost"].text} ${dues[due].text}`);
    },
  );

  it.each(willClearedCause.options)("explains why a will was cleared: %s", (cause) => {
    expect(explainWillEnd({ outcome: "cleared", cause }, english.causes).text).toBe(
      english.causes.cleared[cause].text,
    );
  });
});
