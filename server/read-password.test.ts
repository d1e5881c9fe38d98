import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { readPassword } from "./read-password.ts";
import { StartError } from "./start-error.ts";

/** What is typed at a terminal, key by key as the questions come, and what the person sees. */
async function typed(...answers: readonly string[]): Promise<{ password: string | Error; seen: string }> {
  const [input, prompt] = [new PassThrough(), new PassThrough()];
  let seen = "";
  const left = [...answers];
  prompt.on("data", (chunk) => {
    seen += chunk;
    if (seen.endsWith(": ")) setImmediate(() => input.write(left.shift() ?? ""));
  });
  const password = await readPassword("ann", { input, isInteractive: true, prompt }).then(
    (bytes) => Buffer.from(bytes).toString(),
    (error: Error) => error,
  );
  return { password, seen };
}

function invalid(sentence: string): StartError {
  return new StartError("password-invalid", sentence);
}

describe("a password that is typed", () => {
  it("is asked for twice and never shown", async () => {
    expect(await typed("s3crët\r", "s3crët\r")).toEqual({
      password: "s3crët",
      seen: "Password of ann: \nThe same again: \n",
    });
  });

  it("can be corrected", async () => {
    expect((await typed("secrat\x7f\x7fet\r", "secret\r")).password).toBe("secret");
  });

  it("is refused when the second time differs", async () => {
    expect((await typed("one\r", "two\r")).password).toEqual(invalid("the two passwords are not the same"));
  });

  it.each([
    ["Ctrl-C", "sec\x03"],
    ["Ctrl-D", "\x04"],
  ])("is not there after %s", async (_key, keys) => {
    expect((await typed(keys)).password).toEqual(invalid("no password was given"));
  });
});
