import { describe, expect, it } from "vitest";
import { type Connect, PacketType } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Identity } from "../../ports/access.ts";
import { createHarness, type Harness, type HarnessOptions } from "../../test-support/harness.ts";
import { connectPacket, textOf, utf8 } from "../../test-support/packets.ts";
import { auth, challenge, METHOD, scripted } from "../../test-support/scripted-method.ts";
import type { TestClient } from "../../test-support/test-client.ts";

const ATTACKER = "192.0.2.1";
const { BadUserNameOrPassword, ServerBusy } = ReasonCode;

interface Guarded extends Harness {
  readonly asked: string[];
  /** Sends a CONNECT with this password; what the client heard so far is its answer. */
  logIn(password: string | undefined, address?: string, rest?: Partial<Connect>): TestClient;
}

/** A broker whose one password is "right"; two failures from an address are free. */
function guarded(options: HarnessOptions = {}, refusedWith: ReasonCode = BadUserNameOrPassword): Guarded {
  const asked: string[] = [];
  const identify = ({ userName, password }: Connect): Identity => {
    asked.push(textOf(password) ?? "");
    return textOf(password) === "right"
      ? { kind: "accepted", userName }
      : { kind: "refused", reasonCode: refusedWith, reason: "wrong" };
  };
  const harness = createHarness({
    authenticator: { methods: new Map(), identify },
    limits: { failedLoginsBeforeDelay: 2 },
    ...options,
  });
  const logIn = (
    password: string | undefined,
    address = ATTACKER,
    rest: Partial<Connect> = {},
  ): TestClient => {
    const client = harness.open(5, address);
    const secret = password === undefined ? {} : { password: utf8(password) };
    client.send(connectPacket({ userName: "ann", ...secret, ...rest }));
    return client;
  };
  return { ...harness, asked, logIn };
}

function answerOf(client: TestClient): number | undefined {
  return client.take(PacketType.Connack)[0]?.reasonCode;
}

describe("a login from an address where others have failed", () => {
  it("is looked at only after the delay, and nothing is read meanwhile", () => {
    const { logIn, asked, clock } = guarded();
    logIn("a");
    logIn("b");
    const third = logIn("c");
    expect([asked, third.wire.isPaused, answerOf(third)]).toEqual([["a", "b"], true, undefined]);
    clock.advance(0.25);
    expect([asked.at(-1), answerOf(third)]).toEqual(["c", BadUserNameOrPassword]);
  });

  it("gets in after the delay with the right password", () => {
    const { logIn, clock } = guarded();
    for (const wrong of ["a", "b"]) logIn(wrong);
    const right = logIn("right");
    clock.advance(0.25);
    expect([answerOf(right), right.wire.isPaused]).toEqual([0, false]);
  });

  it("is not looked at when its client does not wait", () => {
    const { logIn, asked, clock } = guarded();
    for (const wrong of ["a", "b"]) logIn(wrong);
    logIn("c").drop();
    clock.advance(10);
    expect(asked).toEqual(["a", "b"]);
  });

  it("waits as long after somebody got in, who may be the guesser", () => {
    const { logIn, clock } = guarded();
    for (const wrong of ["a", "b"]) logIn(wrong);
    logIn("right", ATTACKER, { clientId: "own" });
    clock.advance(0.25);
    expect(answerOf(logIn("c"))).toBeUndefined();
  });

  it("is counted by the limit's name, and the address is told of once", () => {
    const { logIn, told, broker } = guarded();
    for (const wrong of ["a", "b", "c", "d"]) logIn(wrong);
    expect(told("loginsSlowed")).toMatchObject([{ address: ATTACKER, failures: 2 }]);
    expect(broker.inside.info().counters.heldBack["maximum-login-delay-seconds"]).toBe(2);
  });

  it("waits for the check too when that takes its time, and is not read before it", async () => {
    const questions: ((identity: Identity) => void)[] = [];
    const identify = (): Promise<Identity> => new Promise((resolve) => questions.push(resolve));
    const { logIn, clock } = guarded({ authenticator: { methods: new Map(), identify } });
    const wrong: Identity = { kind: "refused", reasonCode: BadUserNameOrPassword, reason: "wrong" };
    for (const password of ["a", "b"]) logIn(password);
    for (const answer of questions.splice(0)) answer(wrong);
    await Promise.resolve();
    const third = logIn("c");
    clock.advance(0.25);
    expect([questions.length, third.wire.isPaused]).toEqual([1, true]);
    questions[0]?.({ kind: "accepted", userName: "ann" });
    await Promise.resolve();
    clock.endTick();
    expect([answerOf(third), third.wire.isPaused]).toEqual([0, false]);
  });
});

describe("a login that does not wait", () => {
  it("is one of the same user from elsewhere: nobody can lock it out", () => {
    const { logIn } = guarded();
    for (const wrong of ["a", "b", "c"]) logIn(wrong);
    expect(answerOf(logIn("right", "192.0.2.2"))).toBe(0);
  });

  it("is one without a password, nor does it count as a guess", () => {
    const { logIn } = guarded();
    for (let n = 0; n < 5; n++) expect(answerOf(logIn(undefined))).toBe(BadUserNameOrPassword);
    expect(answerOf(logIn("right"))).toBe(0);
  });

  it("is one after others who were only told that the server is busy", () => {
    const { logIn } = guarded({}, ServerBusy);
    for (let n = 0; n < 5; n++) expect(answerOf(logIn("a"))).toBe(ServerBusy);
  });
});

describe("an enhanced authentication", () => {
  it("waits as a password does, and counts when it fails", () => {
    const refused = { kind: "refused", reasonCode: ReasonCode.NotAuthorized, reason: "wrong word" } as const;
    const { authenticator } = scripted(challenge("word?"), refused);
    const { open, clock } = createHarness({ authenticator, limits: { failedLoginsBeforeDelay: 1 } });
    const begin = (): TestClient => {
      const client = open(5, ATTACKER);
      client.send(connectPacket({ properties: { authenticationMethod: METHOD } }));
      return client;
    };
    const first = begin();
    first.send(auth(ReasonCode.ContinueAuthentication, "guess"));
    expect(answerOf(first)).toBe(ReasonCode.NotAuthorized);
    const second = begin();
    expect(second.take(PacketType.Auth)).toEqual([]);
    clock.advance(0.25);
    expect(second.take(PacketType.Auth)).toHaveLength(1);
    second.send(auth(ReasonCode.ContinueAuthentication, "guess"));
    expect(answerOf(second)).toBe(ReasonCode.NotAuthorized);
  });
});
