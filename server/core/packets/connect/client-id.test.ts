import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Authenticator } from "../../ports/access.ts";
import { type ClientIdRules, DEFAULT_POLICY } from "../../ports/policy.ts";
import { createHarness, type Harness, type HarnessOptions } from "../../test-support/harness.ts";

const { BadUserNameOrPassword, ClientIdentifierNotValid, NotAuthorized, Success } = ReasonCode;
/** The answer of 3.1.1 to an id that is not allowed (its §3.2.2.3). */
const IDENTIFIER_REJECTED = 2;
const COLON = { before: "", after: ":" };

/** "wrong" is nobody; a name that begins with "page:" is of the page; every other is believed. */
const authenticator: Authenticator = {
  methods: new Map(),
  identify: ({ userName }) =>
    userName === "wrong"
      ? { kind: "refused", reasonCode: BadUserNameOrPassword, reason: "wrong" }
      : { kind: "accepted", userName, isOfThePage: userName?.startsWith("page:") === true },
};

function broker(rules: Partial<ClientIdRules>, options: HarnessOptions = {}): Harness {
  const clientIds = { ...DEFAULT_POLICY.clientIds, ...rules };
  return createHarness({ authenticator, policy: { clientIds }, ...options });
}

/** The reason code of the answer, and the id that it assigns. */
function answer(
  { connect }: Harness,
  clientId: string,
  userName?: string,
): readonly [number | undefined, string | undefined] {
  const { connack } = connect({ clientId, ...(userName !== undefined && { userName }) });
  return [connack?.reasonCode, connack?.properties.assignedClientIdentifier];
}

describe("client-id-patterns", () => {
  const rules = { patterns: ["meter-*", "press-??"] };

  it.each([
    ["meter-7", Success],
    ["press-07", Success],
    ["press-7", ClientIdentifierNotValid],
    ["Meter-7", ClientIdentifierNotValid],
  ])("answers %s with %i", (clientId, reasonCode) => {
    expect(answer(broker(rules), clientId)).toEqual([reasonCode, undefined]);
  });

  it("says why, in words and in a line of the log, and counts", () => {
    const harness = broker(rules);
    const { connack, ended } = harness.connect({ clientId: "x", userName: "ann" });
    const reason = "the client id is of none of the allowed forms (client-id-patterns)";
    expect(connack?.properties.reasonString).toBe(reason);
    expect(ended).not.toBe("open");
    expect(harness.told("clientRefused")).toMatchObject([{ clientId: "x", userName: "ann", reason }]);
    expect(harness.broker.inside.info().counters.heldBack["client-id-patterns"]).toBe(1);
  });

  it("has its code in 3.1.1", () => {
    expect(broker(rules).connect({ version: 4, clientId: "x" }).connack?.reasonCode).toBe(
      IDENTIFIER_REJECTED,
    );
  });
});

describe("client-id-prefix-by-user", () => {
  const rules = { prefix: COLON };

  it.each([
    ["ann:1", "ann", Success],
    ["ann:", "ann", Success],
    ["ann", "ann", ClientIdentifierNotValid],
    ["bob:1", "ann", ClientIdentifierNotValid],
    ["annabel:1", "ann", ClientIdentifierNotValid],
    ["Ann:1", "ann", ClientIdentifierNotValid],
    ["1", undefined, NotAuthorized],
    [":1", "", NotAuthorized],
  ])("answers %s of %s with %i", (clientId, userName, reasonCode) => {
    expect(answer(broker(rules), clientId, userName)[0]).toBe(reasonCode);
  });

  it("can stand inside other texts", () => {
    const harness = broker({ prefix: { before: "device/", after: "/" } });
    expect(answer(harness, "device/ann/1", "ann")[0]).toBe(Success);
    expect(answer(harness, "ann/1", "ann")[0]).toBe(ClientIdentifierNotValid);
  });

  it.each([
    ["-", "fleet-2", "fleet-2-pump"],
    ["--", "fleet-", "fleet---pump"],
  ])("leaves no id to two users: with %j %j has none", (after, userName, clientId) => {
    const harness = broker({ prefix: { before: "", after } });
    expect(answer(harness, clientId, userName)[0]).toBe(ClientIdentifierNotValid);
    expect(answer(harness, "", userName)[0]).toBe(ClientIdentifierNotValid);
  });

  it("is where the broker's own ids begin too", () => {
    expect(answer(broker(rules), "", "ann")).toEqual([Success, "ann:auto-1"]);
  });

  it("is asked only of those who have proved who they are, and leaves sessions alone", () => {
    const harness = broker(rules);
    expect(answer(harness, "x", "wrong")[0]).toBe(BadUserNameOrPassword);
    const ann = harness.connect({ clientId: "ann:1", userName: "ann" });
    expect(answer(harness, "ann:1", "bob")[0]).toBe(ClientIdentifierNotValid);
    expect(ann.ended).toBe("open");
    expect(harness.told("clientTakenOver")).toEqual([]);
  });
});

describe("user-name-as-client-id", () => {
  const rules = { isUserName: true };

  it("names a client by its user, and tells it so", () => {
    const harness = broker(rules);
    expect(answer(harness, "whatever", "ann")).toEqual([Success, "ann"]);
    expect(answer(harness, "ann", "ann")).toEqual([Success, undefined]);
    expect(answer(harness, "", "bob")).toEqual([Success, "bob"]);
    expect([...harness.broker.inside.sessions()].map(({ clientId }) => clientId)).toEqual(["ann", "bob"]);
  });

  it("lets nobody in without a user name, nor with one that is too long for an id", () => {
    const harness = broker(rules, { limits: { maximumClientIdBytes: 23 } });
    expect(answer(harness, "x")[0]).toBe(NotAuthorized);
    expect(answer(harness, "x", "a".repeat(24))[0]).toBe(ClientIdentifierNotValid);
    expect(harness.broker.inside.info().counters.heldBack["user-name-as-client-id"]).toBe(2);
  });

  it("asks the forms of the name", () => {
    const harness = broker({ ...rules, patterns: ["a*"] });
    expect(answer(harness, "bob", "ann")[0]).toBe(Success);
    expect(answer(harness, "ann", "bob")[0]).toBe(ClientIdentifierNotValid);
  });
});

describe("clients of the page", () => {
  const rules = { patterns: ["meter-*"], prefix: COLON };

  it("have any id, at a listener that asks for no login too", () => {
    expect(answer(broker(rules), "vitrina-1", "page:ann")[0]).toBe(Success);
    expect(answer(broker(rules), "", "page:ann")[1]).toBe("auto-1");
    // the listener of the harness
    expect(answer(broker({ ...rules, freeListener: "mqtt" }), "vitrina-1")[0]).toBe(Success);
  });

  it("do not get the session of another user by its id", () => {
    const harness = broker({ prefix: COLON });
    const device = harness.connect({ clientId: "ann:1", userName: "ann" });
    expect(answer(harness, "ann:1", "page:ann")[0]).toBe(ClientIdentifierNotValid);
    expect(device.ended).toBe("open");
    expect(answer(harness, "vitrina-1", "page:ann")[0]).toBe(Success);
    expect(answer(harness, "vitrina-1", "page:ann")[0]).toBe(Success);
  });
});
