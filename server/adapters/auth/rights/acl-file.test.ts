import { describe, expect, it } from "vitest";
import { readAclFile } from "./acl-file.ts";

function rulesOf(text: string): unknown {
  const file = readAclFile(text);
  return file.kind === "rules"
    ? file.rules.map(({ scope, access, filter }) => [scope, access, filter])
    : file;
}

describe("an ACL file", () => {
  it("gives the topics before any user to clients without a user name", () => {
    expect(rulesOf("topic read news/#\n")).toEqual([[{ kind: "anonymous" }, "read", "news/#"]]);
  });

  it("gives the topics behind a user to that user", () => {
    expect(rulesOf("user ann lee\ntopic a\nuser bob\ntopic write b\n")).toEqual([
      [{ kind: "user", userName: "ann lee" }, "readwrite", "a"],
      [{ kind: "user", userName: "bob" }, "write", "b"],
    ]);
  });

  it("gives patterns to all, wherever they stand", () => {
    expect(rulesOf("user bob\npattern readwrite devices/%c/#")).toEqual([
      [{ kind: "pattern" }, "readwrite", "devices/%c/#"],
    ]);
  });

  it("reads a filter with spaces, and one that begins like no access", () => {
    expect(rulesOf("topic read my house/+\ntopic readings/#")).toEqual([
      [{ kind: "anonymous" }, "read", "my house/+"],
      [{ kind: "anonymous" }, "readwrite", "readings/#"],
    ]);
  });

  it("passes over comments, empty lines, indentation and line ends of other systems", () => {
    expect(rulesOf("\uFEFF# mine\r\n\r\n  topic deny secret\r\n")).toEqual([
      [{ kind: "anonymous" }, "deny", "secret"],
    ]);
  });

  it("counts lines from one", () => {
    const file = readAclFile("\n# c\ntopic a");
    expect(file).toMatchObject({ kind: "rules", rules: [{ line: 3 }] });
  });

  it.each([
    ["user", "`user` needs a name behind it"],
    ["user   ", "`user` needs a name behind it"],
    ["topic", "a topic filter is missing"],
    ["topic read", "a topic filter is missing"],
    ["pattern deny", "a topic filter is missing"],
    ["topic a/#/b", "# must be the last character of a topic filter"],
    ["topics a", '"topics" is not one of user, topic, pattern'],
    ["acl_file x", '"acl_file" is not one of user, topic, pattern'],
  ])("refuses %j and names the line", (line, reason) => {
    expect(readAclFile(`topic ok\n${line}\n`)).toEqual({ kind: "problems", problems: [{ line: 2, reason }] });
  });

  it("tells every broken line at once", () => {
    const file = readAclFile("user\ntopic");
    expect(file).toMatchObject({ problems: [{ line: 1 }, { line: 2 }] });
  });

  it("has no rule when it is empty", () => {
    expect(readAclFile("")).toEqual({ kind: "rules", rules: [] });
  });
});
