import { describe, expect, it } from "vitest";
import { clientIdRulesOf, createClientId } from "./client-ids.ts";
import { loadRequest } from "./config/load.ts";
import { isOfForm } from "./core/glob.ts";
import type { ClientIdRules } from "./core/ports/policy.ts";

function rules(...args: readonly string[]): ClientIdRules {
  const request = loadRequest(args, {});
  if (request.kind !== "run") throw new Error(`asked for ${request.kind}`);
  return clientIdRulesOf(request.settings);
}

describe("the rules for client ids", () => {
  it("are none without a setting", () => {
    expect(rules()).toMatchObject({ patterns: [], prefix: undefined, isUserName: false });
  });

  it("take each setting", () => {
    expect(rules("--client-id-patterns=meter-*,press-??").patterns).toEqual(
      expect.arrayContaining(["meter-*", "press-??"]),
    );
    expect(rules("--client-id-prefix-by-user=device-%u-").prefix).toEqual({ before: "device-", after: "-" });
    expect(rules("--user-name-as-client-id").isUserName).toBe(true);
  });

  it("allow the ids that the broker makes, by whatever they begin", () => {
    const isAllowed = (clientId: string, ...more: readonly string[]) =>
      rules("--client-id-patterns=meter-*", ...more).patterns.some((form) => isOfForm(clientId, form));
    expect(isAllowed(createClientId())).toBe(true);
    expect(isAllowed(`d/ann:${createClientId()}`, "--client-id-prefix-by-user=d/%u:")).toBe(true);
    expect(isAllowed("auto-1")).toBe(false);
  });

  it("are not asked at the page's door where it asks for no login", () => {
    expect(rules().freeListener).toBe("http");
    expect(rules("--login=always").freeListener).toBeUndefined();
    expect(rules("--http-host=0.0.0.0").freeListener).toBeUndefined();
  });
});
