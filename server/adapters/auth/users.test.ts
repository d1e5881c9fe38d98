import { beforeAll, describe, expect, it } from "vitest";
import type { Connect } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Authenticator, Identity } from "../../core/ports/access.ts";
import { connectPacket, utf8 } from "../../core/test-support/packets.ts";
import type { ScramKeys } from "./scram-keys.ts";
import { logIn, quickKeys } from "./test-support/scram-client.ts";
import { createUsers } from "./users.ts";

const PEER = { transport: "tcp", listener: "mqtt", address: "127.0.0.1", port: 1 } as const;

let keys: ReadonlyMap<string, ScramKeys>;

beforeAll(async () => {
  keys = new Map([["ann", await quickKeys("secret")]]);
});

async function identify(users: Authenticator, credentials: Partial<Connect>): Promise<Identity> {
  return users.identify(connectPacket(credentials), PEER);
}

function withPassword(userName: string, password: string): Partial<Connect> {
  return { userName, password: utf8(password) };
}

describe("users of a file", () => {
  it("can log in with SCRAM-SHA-256", () => {
    const method = createUsers(keys, 10).methods.get("SCRAM-SHA-256");
    expect(method && logIn(method, "ann", "secret")).toMatchObject({ kind: "accepted", userName: "ann" });
  });

  it("can log in with their password", async () => {
    const users = createUsers(keys, 10);
    expect(await identify(users, withPassword("ann", "secret"))).toEqual({
      kind: "accepted",
      userName: "ann",
    });
  });

  it("are known again at once after a first login", async () => {
    const users = createUsers(keys, 10);
    expect(users.identify(connectPacket(withPassword("ann", "secret")), PEER)).toBeInstanceOf(Promise);
    await identify(users, withPassword("ann", "secret"));
    expect(users.identify(connectPacket(withPassword("ann", "secret")), PEER)).toMatchObject({
      userName: "ann",
    });
    expect((await identify(users, withPassword("ann", "wrong"))).kind).toBe("refused");
  });

  it.each([
    ["a wrong password", withPassword("ann", "wrong")],
    ["an empty password", withPassword("ann", "")],
    ["the password of nobody", withPassword("nobody", "secret")],
    ["a password that is not UTF-8", { userName: "ann", password: Uint8Array.of(0xff) }],
    ["a name with a control character", withPassword("ann\u0007", "secret")],
  ])("are not let in with %s, always in the same words", async (_what, credentials) => {
    expect(await identify(createUsers(keys, 10), credentials)).toEqual({
      kind: "refused",
      reasonCode: ReasonCode.BadUserNameOrPassword,
      reason: "the user name or the password is wrong",
    });
  });

  it.each([
    ["a user name alone", { userName: "ann" }, "a user name without a password"],
    ["a password alone", { password: utf8("secret") }, "a password without a user name"],
  ])("are not let in with %s", async (_what, credentials, reason) => {
    const refused = { kind: "refused", reasonCode: ReasonCode.BadUserNameOrPassword, reason };
    expect(await identify(createUsers(keys, 10), credentials)).toEqual(refused);
  });

  it("leave clients without credentials as they were: let in, as nobody", async () => {
    expect(await identify(createUsers(keys, 10), {})).toEqual({ kind: "accepted", userName: undefined });
  });

  it("are told that the server is busy when too many logins wait", async () => {
    const users = createUsers(keys, 1);
    const logins = [1, 2, 3, 4].map(() => identify(users, withPassword("ann", "wrong")));
    const codes = (await Promise.all(logins)).map((login) => login.kind === "refused" && login.reasonCode);
    const { BadUserNameOrPassword: bad, ServerBusy: busy } = ReasonCode;
    expect(codes).toEqual([bad, bad, bad, busy]);
  });
});
