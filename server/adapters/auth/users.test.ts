import { beforeAll, describe, expect, it } from "vitest";
import type { Connect } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Authenticator, Identity } from "../../core/ports/access.ts";
import type { Peer } from "../../core/ports/wire.ts";
import { connectPacket, utf8 } from "../../core/test-support/packets.ts";
import type { PasswordUser } from "./passwords/password-file.ts";
import type { ScramKeys } from "./scram-keys.ts";
import { logIn, quickKeys } from "./test-support/scram-client.ts";
import { type UserRules, Users } from "./users.ts";

const PEER = { transport: "tcp", listener: "mqtt", address: "127.0.0.1", port: 1 } as const;

let keys: ReadonlyMap<string, ScramKeys>;

beforeAll(async () => {
  keys = new Map([["ann", await quickKeys("secret")]]);
});

const NO_RULES: UserRules = {
  scram: undefined,
  passwords: undefined,
  certificateUserNameOf: () => "none",
  isAnonymousAllowed: () => true,
};

function usersOf(rules: Partial<UserRules>, maximumWaiting = 10): Users {
  return new Users({ ...NO_RULES, ...rules }, maximumWaiting);
}

function userWith(password: string): PasswordUser {
  return { hash: password, verify: async (bytes) => new TextDecoder().decode(bytes) === password };
}

async function identify(
  users: Authenticator,
  credentials: Partial<Connect>,
  peer: Peer = PEER,
): Promise<Identity> {
  return users.identify(connectPacket(credentials), peer);
}

function withPassword(userName: string, password: string): Partial<Connect> {
  return { userName, password: utf8(password) };
}

describe("users of a file", () => {
  it("can log in with SCRAM-SHA-256", () => {
    const method = usersOf({ scram: keys }).methods.get("SCRAM-SHA-256");
    expect(method && logIn(method, "ann", "secret")).toMatchObject({ kind: "accepted", userName: "ann" });
  });

  it("can log in with their password", async () => {
    const users = usersOf({ scram: keys });
    expect(await identify(users, withPassword("ann", "secret"))).toEqual({
      kind: "accepted",
      userName: "ann",
    });
  });

  it("are known again at once after a first login", async () => {
    const users = usersOf({ scram: keys });
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
    expect(await identify(usersOf({ scram: keys }), credentials)).toEqual({
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
    expect(await identify(usersOf({ scram: keys }), credentials)).toEqual(refused);
  });

  it("leave clients without credentials as they were: let in, as nobody", async () => {
    expect(await identify(usersOf({ scram: keys }), {})).toEqual({ kind: "accepted", userName: undefined });
  });

  it("are told that the server is busy when too many logins wait", async () => {
    const users = usersOf({ scram: keys }, 1);
    const logins = [1, 2, 3, 4].map(() => identify(users, withPassword("ann", "wrong")));
    const codes = (await Promise.all(logins)).map((login) => login.kind === "refused" && login.reasonCode);
    const { BadUserNameOrPassword: bad, ServerBusy: busy } = ReasonCode;
    expect(codes).toEqual([bad, bad, bad, busy]);
  });
});

describe("users of mosquitto's password file", () => {
  const passwords = new Map([["bob", userWith("secret")]]);

  it("can log in with their password and no other", async () => {
    const users = usersOf({ passwords });
    expect(await identify(users, withPassword("bob", "secret"))).toEqual({
      kind: "accepted",
      userName: "bob",
    });
    for (const [name, password] of [
      ["bob", "Secret"],
      ["bob", ""],
      ["ann", "secret"],
    ] as const)
      expect((await identify(users, withPassword(name, password))).kind).toBe("refused");
  });

  it("stand beside those of a SCRAM file", async () => {
    const users = usersOf({ passwords, scram: keys });
    expect((await identify(users, withPassword("bob", "secret"))).kind).toBe("accepted");
    expect((await identify(users, withPassword("ann", "secret"))).kind).toBe("accepted");
    expect((await identify(users, withPassword("bob", "other"))).kind).toBe("refused");
  });

  it("are nobody when the file is empty", async () => {
    const users = usersOf({ passwords: new Map() });
    expect((await identify(users, withPassword("bob", "secret"))).kind).toBe("refused");
  });

  it("are named when their password changed or they are gone", async () => {
    const users = usersOf({
      passwords: new Map([...passwords, ["eve", userWith("e")], ["ida", userWith("i")]]),
    });
    const renewed = new Map([
      ["bob", userWith("new")],
      ["ida", userWith("i")],
    ]);
    expect([...users.replace({ ...NO_RULES, passwords: renewed })]).toEqual(["bob", "eve"]);
  });

  it("are asked again when the file was replaced, though they were known", async () => {
    const users = usersOf({ passwords });
    await identify(users, withPassword("bob", "secret"));
    users.replace({ ...NO_RULES, passwords: new Map([["bob", userWith("another")]]) });
    expect((await identify(users, withPassword("bob", "secret"))).kind).toBe("refused");
  });
});

describe("somebody without credentials", () => {
  it("comes in as nobody where that is allowed, and not at all elsewhere", async () => {
    expect(await identify(usersOf({}), {})).toEqual({ kind: "accepted", userName: undefined });
    const refused = { kind: "refused", reasonCode: ReasonCode.NotAuthorized };
    expect(await identify(usersOf({ isAnonymousAllowed: () => false }), {})).toMatchObject(refused);
    expect(await identify(usersOf({ isAnonymousAllowed: () => false }), { userName: "root" })).toMatchObject(
      refused,
    );
  });

  it("is believed a user name only while there is no file of users", async () => {
    expect(await identify(usersOf({}), { userName: "ann" })).toEqual({ kind: "accepted", userName: "ann" });
    expect((await identify(usersOf({ passwords: new Map() }), { userName: "ann" })).kind).toBe("refused");
  });
});

describe("a client with a certificate", () => {
  const peer: Peer = {
    ...PEER,
    transport: "tls",
    certificate: { commonName: "meter 7", subject: "CN=meter 7,O=Plant", fingerprint: "AB" },
  };

  it("is named by it, whatever it says in CONNECT", async () => {
    const named = usersOf({ certificateUserNameOf: () => "common-name", isAnonymousAllowed: () => false });
    expect(await identify(named, withPassword("root", "x"), peer)).toEqual({
      kind: "accepted",
      userName: "meter 7",
    });
    const whole = usersOf({ certificateUserNameOf: () => "subject" });
    expect(await identify(whole, {}, peer)).toEqual({ kind: "accepted", userName: "CN=meter 7,O=Plant" });
  });

  it("is refused when there is no name in it", async () => {
    const nameless = {
      ...peer,
      certificate: { commonName: undefined, subject: "O=Plant", fingerprint: "AB" },
    };
    const users = usersOf({ certificateUserNameOf: () => "common-name" });
    expect(await identify(users, {}, nameless)).toMatchObject({ reasonCode: ReasonCode.NotAuthorized });
  });

  it("needs a password like others where certificates name nobody", async () => {
    expect((await identify(usersOf({ passwords: new Map() }), { userName: "meter 7" }, peer)).kind).toBe(
      "refused",
    );
  });
});
