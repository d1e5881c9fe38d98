import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { apiTokenLine, newApiToken, readApiTokens } from "./api-tokens.ts";

const DIGEST = "a".repeat(64);

describe("a file of the API's tokens", () => {
  it("says who may do what until when, by a digest", () => {
    const token = newApiToken();
    const until = Date.UTC(2030, 0, 31, 12);
    const text = `# scripts\ngrafana:look:never:${DIGEST}\nbackup:act:${until}\n`.replace(
      `act:${until}`,
      apiTokenLine(token, "act", until),
    );
    expect(text).not.toContain(token);
    expect([...readApiTokens(text, "tokens").values()]).toEqual([
      { name: "grafana", role: "look", expiresAt: undefined, digest: Buffer.from(DIGEST, "hex") },
      {
        name: "backup",
        role: "act",
        expiresAt: until,
        digest: createHash("sha256").update(token).digest(),
      },
    ]);
  });

  it.each([
    ["grafana", "there is no colon between token name and secret"],
    [`:look:never:${DIGEST}`, "the token name is empty"],
    ["grafana:look", 'the token "grafana" is not name:role:expiry:digest'],
    [`grafana:root:never:${DIGEST}`, 'the role "root" is none; roles are look, act or admin'],
    [`grafana:look::${DIGEST}`, 'the expiry "" is neither "never" nor a time like'],
    [`grafana:look:tomorrow:${DIGEST}`, 'the expiry "tomorrow" is neither'],
    [`grafana:look:2030-02-31T00:00:00Z:${DIGEST}`, 'the expiry "2030-02-31T00:00:00Z" is neither'],
    ["grafana:look:never:abc", "the digest is not the 64 hexadecimal digits of a SHA-256"],
    [`a:look:never:${DIGEST}\na:act:never:${DIGEST}`, 'the token "a" is there twice'],
  ])("is refused with its line when it is broken: %s", (text, sentence) => {
    expect(() => readApiTokens(text, "tokens")).toThrow(sentence);
    expect(() => readApiTokens(text, "tokens")).toThrow(
      /^tokens, line [12]: .*Write the token anew with "vitrina api-token add"/,
    );
  });
});

describe("a new token", () => {
  it("has 256 random bits behind a prefix that tells what it is", () => {
    expect(newApiToken()).toMatch(/^vit_[\w-]{43}$/);
    expect(newApiToken()).not.toBe(newApiToken());
  });
});
