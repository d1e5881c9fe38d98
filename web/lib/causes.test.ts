import { describe, expect, it } from "vitest";
import { disconnectCause, willCause, willClearedCause } from "../../server/adapters/http/contract.ts";
import { english } from "../texts/en/catalogue.ts";
import { explainCause, explainWillEnd } from "./causes.ts";
import { isClause } from "./clauses.ts";

describe("every cause that the broker can give", () => {
  it.each(disconnectCause.options)("explains the end of a connection: %s", (cause) => {
    const { word, text, clause } = explainCause(cause, english.causes);
    expect([word, text].every((part) => part.length > 0)).toBe(true);
    expect(isClause(clause)).toBe(true);
  });

  it.each(willCause.options)("explains why a will was published: %s", (cause) => {
    expect(explainWillEnd({ outcome: "fired", cause }, english.causes).text).not.toBe("");
  });

  it.each(willClearedCause.options)("explains why a will was cleared: %s", (cause) => {
    expect(explainWillEnd({ outcome: "cleared", cause }, english.causes).text).toBe(
      english.causes.cleared[cause].text,
    );
  });
});
