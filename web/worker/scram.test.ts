import { afterEach, describe, expect, it, vi } from "vitest";
import { Scram } from "./scram.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

/** The exchange of RFC 7677 §3. */
const NONCE = "rOprNGfwEbeRWgbNEkqO";
const CHALLENGE = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const FINAL =
  "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
const SIGNATURE = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

const begin = () => Scram.begin("user", "pencil", NONCE);

afterEach(() => vi.unstubAllGlobals());

describe("SCRAM-SHA-256", () => {
  it.each([true, false])("is the exchange of RFC 7677, WebCrypto: %s", async (hasSubtle) => {
    const { getRandomValues } = crypto;
    if (!hasSubtle) vi.stubGlobal("crypto", { getRandomValues });
    const scram = await begin();
    expect(text(scram.first)).toBe(`n,,n=user,r=${NONCE}`);
    expect(text(await scram.answer(bytes(CHALLENGE)))).toBe(FINAL);
    expect(() => scram.verify(bytes(SIGNATURE))).not.toThrow();
  });

  it.each([
    ["no message", undefined],
    ["another signature", bytes("v=AAAA")],
    ["an error", bytes("e=invalid-proof")],
  ])("does not trust a server with %s", async (_, final) => {
    const scram = await begin();
    await scram.answer(bytes(CHALLENGE));
    expect(() => scram.verify(final)).toThrow("signature");
  });

  it("does not trust a server that skips the challenge", async () => {
    const scram = await begin();
    expect(() => scram.verify(bytes(SIGNATURE))).toThrow("signature");
  });

  it.each([
    ["another nonce", CHALLENGE.replace(NONCE, "x"), "challenge"],
    ["our nonce alone", CHALLENGE.replace(/r=[^,]+/, `r=${NONCE}`), "challenge"],
    ["no salt", CHALLENGE.replace(/s=[^,]+,/, ""), "challenge"],
    ["a salt that is no base64", CHALLENGE.replace(/s=[^,]+/, "s=*"), "challenge"],
    ["an extension that must be understood", `m=x,${CHALLENGE}`, "challenge"],
    ["too few iterations", CHALLENGE.replace("4096", "4095"), "iterations"],
    ["too many iterations", CHALLENGE.replace("4096", "99999999999"), "iterations"],
  ])("takes no challenge with %s", async (_, challenge, problem) => {
    const scram = await begin();
    await expect(scram.answer(bytes(challenge))).rejects.toThrow(problem);
  });

  it("writes = and , of a name as RFC 5802 §5.1 says", async () => {
    const scram = await Scram.begin("a=b,c", "", NONCE);
    expect(text(scram.first)).toBe(`n,,n=a=3Db=2Cc,r=${NONCE}`);
  });

  it("prepares names by SASLprep", async () => {
    // a soft hyphen is nothing, ª becomes a, a no-break space a space: RFC 4013 §3
    const scram = await Scram.begin("I\u00adX\u00aa\u00a0", "pencil", NONCE);
    expect(text(scram.first)).toBe(`n,,n=IXa ,r=${NONCE}`);
    await expect(Scram.begin("\u0007", "pencil")).rejects.toThrow("characters");
  });

  it("begins each time with a nonce of its own", async () => {
    const [one, other] = [await Scram.begin("u", "p"), await Scram.begin("u", "p")];
    expect(text(one.first)).toMatch(/^n,,n=u,r=[A-Za-z0-9+/]{24}$/);
    expect(text(one.first)).not.toBe(text(other.first));
  });
});
