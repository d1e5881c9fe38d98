import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { EnhancedMethod, Exchange, ExchangeStep } from "../../core/ports/access.ts";
import { createDecoys } from "./decoys.ts";
import { createScram } from "./scram.ts";
import { deriveKeys, type ScramKeys } from "./scram-keys.ts";
import { clientFinal, dataOf, logIn, quickKeys, say } from "./test-support/scram-client.ts";

const BARE = "n=ann,r=nonce";

let users: ReadonlyMap<string, ScramKeys>;
let method: EnhancedMethod;

beforeAll(async () => {
  users = new Map([
    ["ann", await quickKeys("secret")],
    ["a,b=c", await quickKeys("comma")],
    ["ü", await quickKeys("IX")],
  ]);
  method = createScram({ users, decoys: createDecoys(users), createNonce: () => "server" });
});

/** The reason of a refusal. */
function reasonOf(step: ExchangeStep): string | undefined {
  expect(step).toMatchObject({ kind: "refused", reasonCode: ReasonCode.NotAuthorized });
  return step.kind === "refused" ? step.reason : undefined;
}

/** An exchange after its first message, and what the server said to it. */
function challenged(header = "n,,"): { exchange: Exchange; serverFirst: string } {
  const exchange = method.begin();
  return { exchange, serverFirst: dataOf(say(exchange, header + BARE)) };
}

describe("SCRAM-SHA-256", () => {
  it("says what RFC 7677 §3 says in its example", async () => {
    const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
    const example = new Map([["user", await deriveKeys("pencil", salt, 4096)]]);
    const createNonce = (): string => "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    const exchange = createScram({ users: example, decoys: createDecoys(example), createNonce }).begin();
    expect(dataOf(say(exchange, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))).toBe(
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    );
    const last = say(
      exchange,
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    );
    expect(last).toMatchObject({ kind: "accepted", userName: "user" });
    expect(dataOf(last)).toBe("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  });

  it("lets in who knows the password, under the name in its one form", () => {
    expect(logIn(method, "ann", "secret")).toMatchObject({ kind: "accepted", userName: "ann" });
    expect(logIn(method, "a=2Cb=3Dc", "comma")).toMatchObject({ kind: "accepted", userName: "a,b=c" });
    expect(logIn(method, "u\u0308", "IX")).toMatchObject({ kind: "accepted", userName: "ü" });
  });

  it("takes a client that could bind channels and thinks that the server cannot", () => {
    const { exchange, serverFirst } = challenged("y,,");
    const final = clientFinal(BARE, serverFirst, "secret", "eSws");
    expect(say(exchange, final).kind).toBe("accepted");
  });

  it("takes extensions that it does not know", () => {
    const exchange = method.begin();
    const bare = `${BARE},x=1,y=2`;
    const serverFirst = dataOf(say(exchange, `n,,${bare}`));
    expect(say(exchange, clientFinal(bare, serverFirst, "secret")).kind).toBe("accepted");
  });

  it("gives every exchange a nonce of its own", () => {
    const real = createScram({ users, decoys: createDecoys(users) });
    const nonces = [1, 2].map(() => dataOf(say(real.begin(), `n,,${BARE}`)).split(",")[0]);
    expect(nonces[0]).toMatch(/^r=nonce[A-Za-z0-9+/]{24}$/);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it("refuses a wrong password and tells whose it was", () => {
    const step = logIn(method, "ann", "wrong");
    expect(reasonOf(step)).toBe(
      "SCRAM-SHA-256, client-final-message: the user name or the password is wrong",
    );
    expect(step).toMatchObject({ userName: "ann" });
  });
});

describe("a user name that does not exist", () => {
  const firstOf = (name: string): string => dataOf(say(method.begin(), `n,,n=${name},r=nonce`));

  it("is challenged like one that does, and always the same", () => {
    expect(firstOf("nobody")).toMatch(/^r=nonceserver,s=[A-Za-z0-9+/]{22}==,i=4096$/);
    expect(firstOf("nobody")).toBe(firstOf("nobody"));
    expect(firstOf("nobody")).not.toBe(firstOf("nobody2"));
  });

  it("is refused in the same words as a wrong password", () => {
    expect(reasonOf(logIn(method, "nobody", "secret"))).toBe(reasonOf(logIn(method, "ann", "wrong")));
  });
});

describe("a first message that is refused", () => {
  it.each([
    ["nothing", "", "GS2 header"],
    ["no header", BARE, "GS2 header"],
    ["channel binding", `p=tls-unique,,${BARE}`, "channel binding is not offered"],
    ["another flag", `x,,${BARE}`, "channel binding flag"],
    ["another user to act for", `n,a=bob,${BARE}`, "acting for another user"],
    ["a mandatory extension", `n,,m=x,${BARE}`, "mandatory extension"],
    ["no nonce", "n,,n=ann", "lacks the user name or the nonce"],
    ["an empty nonce", "n,,n=ann,r=", "nonce is not printable"],
    ["a nonce with a space", "n,,n=ann,r=a b", "nonce is not printable"],
    ["an empty name", "n,,n=,r=nonce", "user name is empty or not escaped"],
    ["a bad escape", "n,,n=a=2Db,r=nonce", "user name is empty or not escaped"],
    ["a control character in the name", "n,,n=a\u0007,r=nonce", "characters that are not allowed"],
    ["a name of nothing that counts", "n,,n=\u00ad,r=nonce", "characters that are not allowed"],
    ["extensions without a name", `n,,${BARE},=x`, "extensions are malformed"],
  ])("has %s", (_what, message, problem) => {
    expect(reasonOf(say(method.begin(), message))).toMatch(
      new RegExp(`^SCRAM-SHA-256, client-first-message: .*${problem}`),
    );
  });

  it("is not there", () => {
    expect(reasonOf(method.begin().next(undefined) as ExchangeStep)).toContain("no Authentication Data");
  });

  it("is not UTF-8", () => {
    expect(reasonOf(method.begin().next(Uint8Array.of(0xff)) as ExchangeStep)).toContain("not UTF-8");
  });
});

describe("a last message that is refused", () => {
  const PROOF = Buffer.alloc(32).toString("base64");

  it.each([
    ["nothing", "", "lacks the proof"],
    ["no proof", "c=biws,r=nonceserver", "lacks the proof"],
    ["no channel binding", `r=nonceserver,p=${PROOF}`, "lacks the channel binding or the nonce"],
    [
      "the channel binding of another header",
      `c=eSws,r=nonceserver,p=${PROOF}`,
      "channel binding is not that",
    ],
    ["the client's nonce alone", `c=biws,r=nonce,p=${PROOF}`, "nonce is not the one"],
    ["another nonce", `c=biws,r=nonceserves,p=${PROOF}`, "nonce is not the one"],
    ["a proof that is no base64", `c=biws,r=nonceserver,p=${PROOF.replace("=", "!")}`, "not 32 bytes"],
    ["a proof that is too short", "c=biws,r=nonceserver,p=AAAA", "not 32 bytes"],
    ["malformed extensions", `c=biws,r=nonceserver,x,p=${PROOF}`, "extensions are malformed"],
    ["a proof of nothing", `c=biws,r=nonceserver,p=${PROOF}`, "user name or the password is wrong"],
  ])("has %s", (_what, message, problem) => {
    expect(reasonOf(say(challenged().exchange, message))).toMatch(
      new RegExp(`^SCRAM-SHA-256, client-final-message: .*${problem}`),
    );
  });

  it("belongs to another exchange", () => {
    const { serverFirst } = challenged();
    const other = createScram({ users, decoys: createDecoys(users), createNonce: () => "other" }).begin();
    say(other, `n,,${BARE}`);
    expect(reasonOf(say(other, clientFinal(BARE, serverFirst, "secret")))).toContain("nonce is not the one");
  });
});

describe("whatever a client sends", () => {
  const piece = fc.constantFrom(
    "n",
    "y",
    "p",
    "a",
    "m",
    "r",
    "c",
    "=",
    ",",
    "=2C",
    "biws",
    "nonce",
    "\0",
    "\ud800",
  );
  const message = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((pieces) => pieces.join("")),
  );
  const data = fc.oneof(
    message.map((text) => new Uint8Array(Buffer.from(text))),
    fc.uint8Array(),
  );

  it("raises nothing, and lets nobody in", () => {
    fc.assert(
      fc.property(fc.option(data, { nil: undefined }), data, fc.boolean(), (first, final, isChallenged) => {
        const exchange = isChallenged ? challenged().exchange : method.begin();
        const step = isChallenged ? exchange.next(final) : exchange.next(first);
        expect(step).not.toMatchObject({ kind: "accepted" });
      }),
    );
  });
});
