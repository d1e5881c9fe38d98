import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endServers, runServer } from "./test-support/server-process.ts";

const KEY = Buffer.alloc(32).toString("base64");
const ANN = `ann:SCRAM-SHA-256$4096:${KEY}$${KEY}:${KEY}`;

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "vitrina-users-")), "users.txt");
});

afterEach(endServers);

describe("a server with --scram-users", () => {
  it("does not start without the file", async () => {
    expect(await runServer(["--scram-users", path])).toEqual({
      code: 1,
      stdout: "",
      stderr: `vitrina: ${path}: there is no such file. "vitrina scram add" makes one (users-file-unreadable)\n`,
    });
  });

  it("does not start with a broken line, and names file and line", async () => {
    writeFileSync(path, `${ANN}\nbob:secret\n`);
    const { code, stderr } = await runServer(["--scram-users", path]);
    expect(code).toBe(1);
    expect(stderr).toContain(`vitrina: ${path}, line 2: it is not name:SCRAM-SHA-256$<iterations>`);
    expect(stderr).toContain("(users-file-invalid)\n");
  });
});

describe("vitrina scram", () => {
  it("prints the names of a file", async () => {
    writeFileSync(path, `${ANN}\n`);
    expect(await runServer(["scram", "list", path])).toEqual({ code: 0, stdout: "ann\n", stderr: "" });
  });

  it("ends with 1 and one sentence when it is used wrongly", async () => {
    const sentence = '"vitrina scram" can add, remove or list. See vitrina scram --help';
    const stderr = `vitrina: ${sentence} (users-command-invalid)\n`;
    expect(await runServer(["scram", "ad"])).toEqual({ code: 1, stdout: "", stderr });
  });
});
