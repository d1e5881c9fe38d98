import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { readUsersFile, readUsersFileIfThere, writeUsersFile } from "./users-file.ts";

const PERMISSIONS = 0o777;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrina-users-"));
  path = join(folder, "users.txt");
});

describe("reading", () => {
  it("says that there is no such file", () => {
    expect(() => readUsersFile(path)).toThrow(`${path}: there is no such file`);
    expect(readUsersFileIfThere(path)).toBe("");
  });

  it("says why a file cannot be read", () => {
    expect(() => readUsersFile(folder)).toThrow(/cannot be read: EISDIR/);
    expect(() => readUsersFileIfThere(folder)).toThrow(/cannot be read: EISDIR/);
    writeFileSync(path, Buffer.of(0xff));
    expect(() => readUsersFile(path)).toThrow("it is not UTF-8");
  });
});

describe("writing", () => {
  it("makes a file that only its owner can read, and leaves nothing else", () => {
    writeUsersFile(path, "# nobody\n");
    expect([readFileSync(path, "utf8"), statSync(path).mode & PERMISSIONS]).toEqual(["# nobody\n", 0o600]);
    expect(readdirSync(folder)).toEqual(["users.txt"]);
  });

  it("takes away from others what they could read", () => {
    writeFileSync(path, "", { mode: 0o644 });
    writeUsersFile(path, "# nobody\n");
    expect(statSync(path).mode & PERMISSIONS).toBe(0o600);
  });

  it("writes behind a link, and keeps the link", () => {
    writeFileSync(path, "");
    const link = join(folder, "link");
    symlinkSync(path, link);
    writeUsersFile(link, "# nobody\n");
    expect(readFileSync(path, "utf8")).toBe("# nobody\n");
  });

  it("says why it cannot, and leaves nothing behind", () => {
    const inside = join(folder, "no-folder", "users.txt");
    expect(() => writeUsersFile(inside, "")).toThrow(`${inside} cannot be written: ENOENT`);
    expect(() => writeUsersFile(folder, "")).toThrow("cannot be written");
    expect(readdirSync(folder)).toEqual([]);
  });
});
