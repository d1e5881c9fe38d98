import { beforeAll, describe, expect, it } from "vitest";
import { preparedNameProblem, readScramUsers, secretOf } from "./scram-file.ts";
import type { ScramKeys } from "./scram-keys.ts";
import { quickKeys } from "./test-support/scram-client.ts";
import { UsersFileError, withoutUser, withUser } from "./user-lines.ts";

const SALT = Buffer.alloc(16, 1).toString("base64");
const KEY = Buffer.alloc(32, 2).toString("base64");
const GOOD = `ann:SCRAM-SHA-256$4096:${SALT}$${KEY}:${KEY}`;
const OTHER = GOOD.replace("ann", "bob");

let keys: ScramKeys;

beforeAll(async () => {
  keys = await quickKeys("secret");
});

describe("a file of users", () => {
  it("has a user a line, comments and empty lines", () => {
    const users = readScramUsers(`# people\r\n\r\n${GOOD}\r\n  \n${GOOD.replace("ann", "zoë b")}`, "f");
    expect([...users.keys()]).toEqual(["ann", "zoë b"]);
    expect(users.get("ann")).toMatchObject({ iterations: 4096, salt: Buffer.alloc(16, 1) });
  });

  it("reads a line that PostgreSQL wrote", () => {
    const secret =
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
    expect(readScramUsers(`user:${secret}\n`, "f").get("user")?.salt.length).toBe(16);
  });

  it("may have no user at all", () => {
    expect(readScramUsers("", "f").size).toBe(0);
  });

  it.each([
    ["no colon", "ann", "there is no colon between user name and secret"],
    ["another method", GOOD.replace("256", "1"), "it is not name:SCRAM-SHA-256$"],
    ["no name", GOOD.replace("ann", ""), "the user name is empty"],
    ["a space before its name", ` ${GOOD}`, "may not begin or end with a space"],
    ["a name that is not in its one form", GOOD.replace("ann", "u\u0308"), "SASLprep"],
    ["a control character", GOOD.replace("ann", "a\u0007"), "no control characters"],
    ["too few iterations", GOOD.replace("4096", "4095"), "4095 iterations, allowed are 4096 to 10000000"],
    ["too many iterations", GOOD.replace("4096", "10000001"), "10000001 iterations"],
    ["a short salt", GOOD.replace(SALT, "AAAA"), "the salt is not 8 to 64 bytes"],
    ["a salt that is no base64", GOOD.replace(SALT, `${SALT}=`), "the salt is not"],
    ["a short StoredKey", GOOD.replace(`$${KEY}:`, "$AAAA:"), "the StoredKey is not 32 bytes"],
    ["a short ServerKey", GOOD.replace(`:${KEY}`, ":AAAA"), "the ServerKey is not 32 bytes"],
    ["a user that was there", OTHER, 'the user "bob" is there twice'],
  ])("is refused with file and line when a line has %s", (_what, line, problem) => {
    const read = (): unknown => readScramUsers(`${OTHER}\n# more\n${line}\n`, "users.txt");
    expect(read).toThrow(UsersFileError);
    expect(read).toThrow(`users.txt, line 3: `);
    expect(read).toThrow(problem);
    expect(read).toThrow('Write the user anew with "vitrina scram add", or remove the line');
  });

  it("is read as it was written", () => {
    expect(readScramUsers(withUser("", "ann", secretOf(keys)), "f").get("ann")).toEqual(keys);
  });

  it("keeps comments and order when a user is changed, added or removed", () => {
    const before = `# people\n${GOOD}\n\n# others\n${GOOD.replace("ann", "bob")}\n`;
    const changed = withUser(before, "ann", secretOf(keys)).split("\n");
    expect([changed[0], changed[2], changed[3]]).toEqual(["# people", "", "# others"]);
    expect(changed[1]).toMatch(/^ann:SCRAM-SHA-256\$4096:/);
    expect(changed[1]).not.toBe(GOOD);
    expect(withUser(before, "an", secretOf(keys)).startsWith(before)).toBe(true);
    expect(withoutUser(before, "ann")).toBe(before.replace(`${GOOD}\n`, ""));
  });

  it("does not take a comment for a user", () => {
    expect(withoutUser(`#ann:x\n${GOOD}\n`, "ann")).toBe("#ann:x\n");
  });
});

describe("a user name", () => {
  it.each(["ann", "zoë", "a,b=c", "a b", "O'Neil #2"])("may be %s", (name) => {
    expect(preparedNameProblem(name)).toBeUndefined();
  });

  it.each(["", "a:b", "#a", " a", "a\n", "a\u00adb", "\ud800"])("may not be %j", (name) => {
    expect(preparedNameProblem(name)).toBeDefined();
  });
});
