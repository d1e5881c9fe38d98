import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { AccessQuestion, AccessVerdict } from "../ports/inside-rights.ts";
import type { Policy } from "../ports/policy.ts";
import { createHarness } from "../test-support/harness.ts";

const question: AccessQuestion = {
  clientId: "c",
  userName: undefined,
  action: "publish",
  topic: "a",
  qos: 0,
  retain: false,
};

function ask(changes: Partial<AccessQuestion>, policy: Partial<Policy> = {}): AccessVerdict {
  return createHarness({ policy }).broker.inside.rights.ask({ ...question, ...changes });
}

describe("a question of rights", () => {
  it("is answered by the rights where nothing stands before them", () => {
    for (const action of ["publish", "subscribe", "receive"] as const)
      expect(ask({ action })).toEqual({ by: "rights", isAllowed: true });
  });

  it("is answered by the broker for its own topics, which may be read", () => {
    expect(ask({ topic: "$SYS/x" })).toEqual({ by: "brokers-topic" });
    expect(ask({ topic: "$SYS/#", action: "subscribe" })).toEqual({ by: "rights", isAllowed: true });
  });

  it.each([
    [{ qos: 2 }, { maximumQoS: 1 }, ReasonCode.QoSNotSupported],
    [{ retain: true }, { unavailable: new Set(["retain"]) }, ReasonCode.RetainNotSupported],
    [
      { action: "subscribe", topic: "#" },
      { unavailable: new Set(["wildcards"]) },
      ReasonCode.WildcardSubscriptionsNotSupported,
    ],
    [
      { action: "subscribe", topic: "$share/g/a" },
      { unavailable: new Set(["shared"]) },
      ReasonCode.SharedSubscriptionsNotSupported,
    ],
  ] as const)("is answered by a setting: %j under %j", (changes, policy, reasonCode) => {
    expect(ask(changes, policy as Partial<Policy>)).toMatchObject({ by: "setting", reasonCode });
  });

  it("counts the subscriptions that the client has", () => {
    const { broker, connect } = createHarness({ limits: { maximumSubscriptionsPerClient: 1 } });
    connect({ clientId: "c" }).subscribe("a");
    const subscribing = { ...question, action: "subscribe" } as const;
    expect(broker.inside.rights.ask(subscribing)).toMatchObject({ by: "rights" });
    expect(broker.inside.rights.ask({ ...subscribing, topic: "b" })).toMatchObject({
      by: "setting",
      reasonCode: ReasonCode.QuotaExceeded,
    });
    expect(broker.inside.session("c")?.subscriptions).toBe(1);
  });
});
