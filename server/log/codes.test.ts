import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { START_ERROR_CODES } from "../start-error.ts";
import { LOG_CODES } from "./codes.ts";

describe("docs/errors.md", () => {
  const document = readFileSync("docs/errors.md", "utf8");

  it.each([...START_ERROR_CODES, ...LOG_CODES])("explains %s", (code) => {
    expect(document).toContain(`\`${code}\``);
  });
});
