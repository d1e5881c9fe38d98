import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { beforeEach, describe, expect, it } from "vitest";
import type { StartError } from "./start-error.ts";
import { runPageUserCommand, runPasswdCommand, runScramCommand } from "./users-command.ts";

const QUICK = ["--iterations", "4096"];

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "vitrina-scram-")), "users.txt");
});

/** The command with this on its standard input, which is no terminal. */
function run(args: readonly string[], given = ""): Promise<string> {
  const input = Readable.from([Buffer.from(given)]);
  return runScramCommand(args, { input, isInteractive: false, prompt: new PassThrough() });
}

async function refusal(
  args: readonly string[],
  given?: string,
): Promise<Pick<StartError, "code" | "message">> {
  const error = await run(args, given).then(
    () => undefined,
    (reason: StartError) => reason,
  );
  return { code: error?.code ?? "setting-unknown", message: error?.message ?? "" };
}

describe("vitrina scram", () => {
  it("adds users, gives one a new password, lists and removes them", async () => {
    expect(await run(["add", ...QUICK, path, "ann"], "secret\n")).toBe(`${path}: added ann`);
    await run(["add", ...QUICK, path, "zoe\u0308"], "secret");
    const before = readFileSync(path, "utf8");
    expect(before).toMatch(/^ann:SCRAM-SHA-256\$4096:[^$]{24}\$[^:]{44}:.{44}\nzoë:/);
    expect(await run(["add", ...QUICK, path, "ann"], "other\r\n")).toBe(`${path}: a new password for ann`);
    expect(await run(["list", path])).toBe("ann\nzoë");
    expect(readFileSync(path, "utf8")).not.toBe(before);
    expect(await run(["remove", path, "ann"])).toBe(`${path}: removed ann`);
    expect(await run(["list", path])).toBe("zoë");
  });

  it("explains itself", async () => {
    expect(await run(["--help"])).toContain("vitrina scram add [--iterations <count>] <file> <name>");
  });

  it.each([
    [[], '"vitrina scram" can add, remove or list. See vitrina scram --help'],
    [["toString"], "can add, remove or list"],
    [["add", "f"], '"vitrina scram add" needs <file> <name>. See vitrina scram --help'],
    [["add", "f", "ann", "secret"], '"vitrina scram add" needs <file> <name>'],
    [["list"], '"vitrina scram list" needs <file>'],
    [["list", "f", "--all"], "Unknown option '--all'. See vitrina scram --help"],
    [["list", "f", ...QUICK], "--iterations is for add alone"],
    [["add", "f", "a:b"], '"a:b": a user name may have no ":"'],
    [
      ["add", "--iterations", "1", "f", "a"],
      '--iterations: "1" is not allowed; allowed is a whole number from 4096',
    ],
    [["add", "--iterations", "x", "f", "a"], '--iterations: "x" is not allowed'],
  ])("says what is wrong with %j", async (args, sentence) => {
    expect(await refusal(args)).toEqual({
      code: "users-command-invalid",
      message: expect.stringContaining(sentence),
    });
  });

  it.each([
    ["is empty", "\n", "the password is empty, or has characters that are not allowed"],
    ["is not there", "", "the password is empty"],
    ["has a control character", "a\u0007\n", "characters that are not allowed"],
    ["has more than one line", "a\nb\n", "standard input has more than one line"],
  ])("takes no password that %s, and writes no file", async (_what, given, sentence) => {
    const refused = { code: "password-invalid", message: expect.stringContaining(sentence) };
    expect(await refusal(["add", ...QUICK, path, "ann"], given)).toEqual(refused);
    expect((await refusal(["list", path])).code).toBe("users-file-unreadable");
  });

  it("removes nobody who is not there", async () => {
    await run(["add", ...QUICK, path, "ann"], "secret");
    expect((await refusal(["remove", path, "bob"])).message).toBe(`${path} has no user "bob"`);
  });

  it("leaves a broken file as it is", async () => {
    writeFileSync(path, "ann\n");
    expect((await refusal(["add", ...QUICK, path, "bob"], "secret")).code).toBe("users-file-invalid");
    expect(readFileSync(path, "utf8")).toBe("ann\n");
  });

  it("says that a file cannot be written", async () => {
    const refused = await refusal(["add", ...QUICK, join(path, "sub", "f"), "ann"], "secret");
    expect(refused.code).toBe("users-file-unwritable");
  });
});

describe("vitrina passwd", () => {
  const passwd = (args: readonly string[], given = ""): Promise<string> =>
    runPasswdCommand(args, {
      input: Readable.from([Buffer.from(given)]),
      isInteractive: false,
      prompt: new PassThrough(),
    });

  it("writes argon2id as mosquitto 2.1 does, and keeps what mosquitto wrote", async () => {
    const theirs = `bob:$6$${Buffer.alloc(12).toString("base64")}$${Buffer.alloc(64).toString("base64")}\n`;
    writeFileSync(path, theirs);
    expect(await passwd(["add", path, "ann"], "secret\n")).toBe(`${path}: added ann`);
    const text = readFileSync(path, "utf8");
    expect(text.startsWith(theirs)).toBe(true);
    expect(text).toMatch(/\nann:\$argon2id\$v=19\$m=47104,t=1,p=1\$[^$]+\$[^$\n]+\n$/);
    expect(await passwd(["list", path])).toBe("bob\nann");
    expect(await passwd(["remove", path, "bob"])).toBe(`${path}: removed bob`);
    expect(await passwd(["list", path])).toBe("ann");
  });

  it("takes no empty password and has no iterations", async () => {
    await expect(passwd(["add", path, "ann"], "\n")).rejects.toMatchObject({ code: "password-invalid" });
    const wrong = passwd(["add", "--iterations", "5000", path, "ann"], "x\n");
    await expect(wrong).rejects.toMatchObject({ code: "users-command-invalid" });
    expect(await passwd(["--help"])).not.toContain("iterations");
  });
});

describe("vitrina page-user", () => {
  const runPage = (args: readonly string[], given = ""): Promise<string> => {
    const input = Readable.from([Buffer.from(given)]);
    return runPageUserCommand(args, { input, isInteractive: false, prompt: new PassThrough() });
  };

  it("adds users with a role, gives one another, lists and removes them", async () => {
    expect(await runPage(["add", "--role", "look", path, "ann"], "secret\n")).toBe(`${path}: added ann`);
    expect(readFileSync(path, "utf8")).toMatch(/^ann:look:\$argon2id\$/);
    await runPage(["add", "--role", "admin", path, "ann"], "secret\n");
    expect(readFileSync(path, "utf8")).toMatch(/^ann:admin:\$argon2id\$[^\n]+\n$/);
    expect(await runPage(["list", path])).toBe("ann");
    expect(await runPage(["remove", path, "ann"])).toBe(`${path}: removed ann`);
  });

  it.each([
    [["add", "f", "ann"], "--role: is missing; allowed is look, act or admin"],
    [["add", "--role", "root", "f", "ann"], '--role: "root" is not allowed'],
    [["list", "--role", "look", "f"], "--role is for add alone"],
  ])("refuses %j before a password is typed", async (args, sentence) => {
    await expect(runPage(args)).rejects.toThrow(sentence);
  });

  it("takes no empty password", async () => {
    await expect(runPage(["add", "--role", "act", path, "ann"], "\n")).rejects.toThrow(
      "the password is empty",
    );
  });
});
