import { describe, expect, it } from "vitest";
import { withUser } from "../user-lines.ts";
import { readPasswordUsers } from "./password-file.ts";
import { hashPassword } from "./password-hash.ts";

/** Written by mosquitto_passwd 2.0.11: the password is "secret". */
const PBKDF2 =
  "$7$101$WCgaYlXE6H6x7WKR$aKW2gQcOjBVhE8zKG2eYqi2kEKBJ2+/Yr0csKXdJA7fAmuMmOjt792FvUfgoxeZtj9u6fBZv2bbXI72PgdL1cA==";
/** The same with -H sha512. */
const SHA512 =
  "$6$tq22e/LrPvf4v4Gk$0pmRwWZO+QFZjeyqE5R6xBWD+R0NK+qJkJaWu+yTlN94u5ytyrf/kOuRyNG1RUb0QyTIcZ4LVtYZzmfLQUye0w==";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function accepts(text: string, name: string, password: string): Promise<boolean | undefined> {
  return readPasswordUsers(text, "f").get(name)?.verify(bytes(password));
}

describe("a password file", () => {
  it("of mosquitto_passwd 2.0 is read, one hash for each user", async () => {
    expect(await accepts(`roger:${PBKDF2}\n`, "roger", "secret")).toBe(true);
    expect(await accepts(`roger:${PBKDF2}\n`, "roger", "Secret")).toBe(false);
    expect(await accepts(`roger:${PBKDF2}\n`, "roger", "")).toBe(false);
    expect(await accepts(`roger:${PBKDF2}\n`, "ann", "secret")).toBeUndefined();
  });

  it("of mosquitto_passwd 1.6 is read", async () => {
    expect(await accepts(`old:${SHA512}`, "old", "secret")).toBe(true);
    expect(await accepts(`old:${SHA512}`, "old", "secrets")).toBe(false);
  });

  it("takes back the argon2id hash that it is given", async () => {
    const hash = await hashPassword("pass wörd");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    const text = withUser("# ours\n", "ann", hash);
    expect(await accepts(text, "ann", "pass wörd")).toBe(true);
    expect(await accepts(text, "ann", "pass word")).toBe(false);
  });

  it.each([
    ["roger", "there is no colon between user name and secret"],
    [":x", "the user name is empty"],
    ["roger:", 'the user "roger" has no password'],
    ["roger:   ", 'the user "roger" has no password'],
    ["roger:secret", "a password hash begins with $"],
    ["roger:$5$a$b", "hashes of the kind $5$ are not known; $argon2id$, $7$ and $6$ are"],
    ["roger:$6$AAAA", "salt and hash must be base64, with one $ between them; is the line whole?"],
    ["roger:$6$AAAA$AAAA", "the salt must have 12 or 64 bytes"],
    [PBKDF2.replace("$101$", "$0$"), "the iterations of a $7$ hash are a number from 1 to 10000000"],
    [PBKDF2.slice(0, -8), "the hash must have 64 bytes; is the line whole?"],
    ["roger:$argon2id$v=19$m=1", "the $argon2id$ hash cannot be read; is the line whole?"],
  ])("refuses %j and names the line", (line, reason) => {
    const whole = line.startsWith("$") ? `roger:${line}` : line;
    expect(() => readPasswordUsers(`# head\n${whole}\n`, "users")).toThrow(`users, line 2: ${reason}. Write`);
  });

  it("refuses a user that stands there twice", () => {
    expect(() => readPasswordUsers(`a:${PBKDF2}\na:${PBKDF2}`, "f")).toThrow("f, line 2");
  });

  it("has nobody when it is empty", () => {
    expect(readPasswordUsers("\n# nobody\n", "f").size).toBe(0);
  });
});
