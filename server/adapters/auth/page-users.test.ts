import { beforeAll, describe, expect, it } from "vitest";
import { PageUsers, readPageUsers } from "./page-users.ts";
import { hashPassword } from "./passwords/password-hash.ts";

let hash: string;
beforeAll(async () => {
  hash = await hashPassword("secret");
});

describe("a file of the page's users", () => {
  it("says who has which role and password", async () => {
    const users = new PageUsers(readPageUsers(`# ours\nann:look:${hash}\nbob:admin:${hash}\n`, "f"), 10);
    expect(await users.check("ann", "secret")).toEqual({ name: "ann", role: "look" });
    expect(await users.check("bob", "secret")).toEqual({ name: "bob", role: "admin" });
    expect(users.roleOf("bob")).toBe("admin");
  });

  it.each([
    ["ann", "wrong"],
    ["ann", ""],
    ["eve", "secret"],
  ])("lets %j with %j not in", async (name, password) => {
    const users = new PageUsers(readPageUsers(`ann:look:${hash}`, "f"), 10);
    expect(await users.check(name, password)).toBe("wrong");
  });

  it("has nobody when it is empty", async () => {
    expect(await new PageUsers(readPageUsers("", "f"), 10).check("ann", "secret")).toBe("wrong");
  });

  it.each([
    [() => `ann:${hash}`, 'the user "ann" has no role'],
    [() => `ann:root:${hash}`, 'the role "root" is none; roles are look, act or admin'],
    [() => "ann:look:", 'the user "ann" has no password'],
    [() => "ann:look:secret", "a password hash begins with $"],
    [() => `ann:look:${hash}\nann:act:${hash}`, 'the user "ann" is there twice'],
  ])("is refused with its line when it is broken (%#)", (text, sentence) => {
    expect(() => readPageUsers(text(), "page")).toThrow(sentence);
    expect(() => readPageUsers(text(), "page")).toThrow(/^page, line [12]: .*vitrina page-user add/);
  });

  it("when it is read anew tells who is gone or has another role or password", async () => {
    const users = new PageUsers(readPageUsers(`a:look:${hash}\nb:look:${hash}\nc:act:${hash}`, "f"), 10);
    await users.check("a", "secret");
    expect(users.replace(readPageUsers(`b:admin:${hash}\nc:act:${hash}`, "f"))).toEqual(new Set(["a", "b"]));
    expect(await users.check("a", "secret")).toBe("wrong");
    expect(await users.check("b", "secret")).toEqual({ name: "b", role: "admin" });
  });
});
