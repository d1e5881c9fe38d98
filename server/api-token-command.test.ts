import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runApiTokenCommand } from "./api-token-command.ts";

const DAY = 86_400_000;
let folder: string;
let path: string;
let prompt: PassThrough;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrina-tokens-"));
  path = join(folder, "tokens");
  prompt = new PassThrough();
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(...args: readonly string[]): Promise<string> {
  return runApiTokenCommand(args, { input: new PassThrough(), isInteractive: true, prompt });
}

function said(): string {
  return String(prompt.read() ?? "");
}

describe("vitrina api-token", () => {
  it("adds a token, shows it once, and keeps its digest for its owner alone", async () => {
    const token = await run("add", "--role", "look", path, "grafana");
    expect(token).toMatch(/^vit_[\w-]{43}$/);
    expect(said()).toBe(`${path}: added grafana (look, ends: never). The token, shown this once:\n`);
    const digest = createHash("sha256").update(token).digest("hex");
    expect(readFileSync(path, "utf8")).toBe(`grafana:look:never:${digest}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("lists names, roles and ends, and removes", async () => {
    await run("add", "--role", "act", "--expires", "90", path, "backup");
    const digest = "0".repeat(64);
    writeFileSync(path, `${readFileSync(path, "utf8")}old:admin:2020-01-01T00:00:00Z:${digest}\n`);
    const [backup = "", old] = (await run("list", path)).split("\n");
    const [name, role, end = ""] = backup.split("\t");
    expect([name, role]).toEqual(["backup", "act"]);
    expect(Math.round((Date.parse(end) - Date.now()) / DAY)).toBe(90);
    expect(old).toBe("old\tadmin\t2020-01-01T00:00:00Z (over)");
    expect(await run("remove", path, "backup")).toBe(`${path}: removed backup`);
    expect(await run("list", path)).toBe(old);
  });

  it("replaces no token that a script has", async () => {
    await run("add", "--role", "look", path, "grafana");
    const before = readFileSync(path, "utf8");
    await expect(run("add", "--role", "act", path, "grafana")).rejects.toThrow(
      `${path} has a token "grafana" already. Remove it first, or take another name`,
    );
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("explains itself", async () => {
    expect(await run("--help")).toContain("vitrina api-token add --role look|act|admin [--expires <days>]");
  });

  it.each([
    [[], '"vitrina api-token" can add, remove or list. See vitrina api-token --help'],
    [["add", "f"], '"vitrina api-token add" needs <file> <name>'],
    [["add", "f", "a"], "--role: is missing; allowed is look, act or admin"],
    [["add", "--role", "root", "f", "a"], '--role: "root" is not allowed'],
    [
      ["add", "--role", "look", "--expires", "0", "f", "a"],
      '--expires: "0" is not allowed; allowed is a whole',
    ],
    [["add", "--role", "look", "--expires", "1.5", "f", "a"], '--expires: "1.5" is not allowed'],
    [["add", "--role", "look", "f", "a:b"], '"a:b": a token name may have no ":"'],
    [["list", "--role", "look", "f"], "--role is for add alone"],
    [["remove", "--expires", "1", "f", "a"], "--expires is for add alone"],
    [["list", "--all", "f"], "Unknown option '--all'. See vitrina api-token --help"],
  ])("says what is wrong with %j", async (args, sentence) => {
    const inFolder = args.map((word) => (word === "f" ? path : word));
    await expect(run(...inFolder)).rejects.toMatchObject({
      code: "users-command-invalid",
      message: expect.stringContaining(sentence),
    });
  });

  it("says that there is no such token, or no such file", async () => {
    await expect(run("list", path)).rejects.toMatchObject({ code: "users-file-unreadable" });
    await run("add", "--role", "look", path, "grafana");
    await expect(run("remove", path, "other")).rejects.toThrow(`${path} has no token "other"`);
  });
});
