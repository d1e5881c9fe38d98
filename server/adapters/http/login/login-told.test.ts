import { afterEach, describe, expect, it } from "vitest";
import { endVisits, HOUR, visit } from "../test-support/login-visit.ts";
import { FREE_ATTEMPTS } from "./login-attempts.ts";

afterEach(endVisits);

describe("what operators are told", () => {
  const address = "127.0.0.1";

  it("is who logs in and out, and who fails, by name and address, and no secret", async () => {
    const { logIn, ask, cookieOf, told } = await visit();
    const headers = await cookieOf("look");
    await ask("POST", "/api/v1/logout", { headers });
    await logIn({ name: "look", password: "guess" });
    await logIn({ token: "guess" });
    expect(told).toEqual([
      { type: "loggedIn", user: "look", role: "look", address },
      { type: "loggedOut", user: "look", cause: "logged-out", address },
      { type: "loginFailed", user: "look", address },
      { type: "loginFailed", user: undefined, address },
    ]);
  });

  it("is why a login ended by itself", async () => {
    const { cookieOf, clock, login, told } = await visit();
    await cookieOf("look");
    login.endOf(new Set(["look"]));
    await cookieOf("act");
    clock.advance(HOUR);
    const ended = told.flatMap((event) => (event.type === "loggedOut" ? [[event.user, event.cause]] : []));
    expect(ended).toEqual([
      ["look", "user-changed"],
      ["act", "expired"],
    ]);
  });

  it("is that an address has to wait, once for each wait", async () => {
    const { logIn, told } = await visit();
    for (let count = 0; count < FREE_ATTEMPTS + 3; count++) await logIn({ name: "look", password: "wrong" });
    expect(told.filter(({ type }) => type === "heldOff")).toEqual([
      { type: "heldOff", what: "logins", seconds: 1, address },
    ]);
  });
});
