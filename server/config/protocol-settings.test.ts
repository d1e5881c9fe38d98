import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../core/ports/policy.ts";
import { StartError } from "../start-error.ts";
import { loadRequest } from "./load.ts";
import { policyOf } from "./protocol-settings.ts";

function policy(...args: readonly string[]): ReturnType<typeof policyOf> {
  const request = loadRequest(args, {});
  if (request.kind !== "run") throw new Error(`asked for ${request.kind}`);
  return policyOf(request.settings);
}

/** The code with which these settings are refused. */
function refusal(...args: readonly string[]): string {
  try {
    policy(...args);
  } catch (error) {
    if (error instanceof StartError) return error.code;
    throw error;
  }
  throw new Error("the settings are taken");
}

describe("the policy", () => {
  it("is the core's own without a setting", () => {
    const { clientIds: _otherSettings, ...rest } = DEFAULT_POLICY;
    expect(policy()).toEqual(rest);
  });

  it("takes each setting", () => {
    const flags = ["--strictness=strict", "--check-payload-format", "--response-topic-prefix=answers/%c"];
    const more = [
      "--redirect-to=a:1 [::1]:2",
      "--redirect=permanently",
      "--maximum-qos=1",
      "--without=retain,shared",
      "--on-flood=disconnect",
      "--contested-client-id=older-stays",
      "--on-full-queue=drop-oldest",
      "--trace-payloads=left-out",
    ];
    expect(policy(...flags, ...more)).toEqual({
      strictness: "strict",
      onFlood: "disconnect",
      onFullQueue: "drop-oldest",
      contestedClientId: "older-stays",
      checkPayloadFormat: true,
      responseTopicPrefix: "answers/%c",
      redirect: { to: "a:1 [::1]:2", how: "permanently" },
      maximumQoS: 1,
      unavailable: new Set(["retain", "shared"]),
      tracePayloads: "left-out",
    });
  });

  it("tells clients of another server at the stop, when nothing else is said", () => {
    expect(policy("--redirect-to=broker.home").redirect).toEqual({ to: "broker.home", how: "at-stop" });
  });

  it.each([
    ["setting-invalid", "--strictness=easy"],
    ["setting-invalid", "--response-topic-prefix=$SYS/answers"],
    ["setting-invalid", "--response-topic-prefix=answers/+"],
    ["setting-invalid", "--response-topic-prefix="],
    ["setting-invalid", "--redirect-to=mqtt://broker.home"],
    ["setting-invalid", "--maximum-qos=3"],
    ["setting-invalid", "--without=wills"],
    ["redirect-without-target", "--redirect=temporarily"],
    ["demo-barred", "--demo", "--maximum-qos=1"],
    ["demo-barred", "--demo", "--without=wildcards"],
    ["demo-barred", "--demo", "--redirect-to=a", "--redirect=permanently"],
    ["demo-barred", "--demo", "--proxy-protocol=required", "--trusted-proxies=::1"],
    ["demo-barred", "--demo", "--client-id-patterns=a*"],
    ["demo-barred", "--demo", "--client-id-prefix-by-user=%u:"],
    ["demo-barred", "--demo", "--user-name-as-client-id"],
    ["client-id-contradiction", "--user-name-as-client-id", "--client-id-prefix-by-user=%u:"],
    ["setting-invalid", "--client-id-prefix-by-user=%u"],
    ["setting-invalid", "--client-id-prefix-by-user=device-"],
    ["setting-invalid", "--client-id-prefix-by-user=%u:%u:"],
    ["setting-invalid", "--client-id-prefix-by-user=%u:*"],
  ])("is refused with %s: %s %s %s", (code, ...args) => {
    expect(refusal(...args)).toBe(code);
  });
});
