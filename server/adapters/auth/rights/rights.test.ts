import { describe, expect, it } from "vitest";
import { readAclFile } from "./acl-file.ts";
import { Rights } from "./rights.ts";

function rights(text: string, userName: string | undefined, clientId = "c1"): Rights {
  const file = readAclFile(text);
  if (file.kind === "problems") throw new Error(JSON.stringify(file.problems));
  return new Rights(file.rules, { clientId, userName });
}

describe("rights by an ACL file", () => {
  it("allow what a rule names and nothing else", () => {
    const ann = rights("user ann\ntopic read in/#\ntopic write out", "ann");
    expect([ann.mayReceive("in/a"), ann.mayPublish("in/a")]).toEqual([true, false]);
    expect([ann.mayReceive("out"), ann.mayPublish("out")]).toEqual([false, true]);
    expect(ann.mayPublish("elsewhere")).toBe(false);
  });

  it("are nothing at all when the file is empty", () => {
    const nobody = rights("", undefined);
    expect([nobody.mayPublish("a"), nobody.mayReceive("a"), nobody.maySubscribe("#")]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("of one user are not those of another, nor of somebody without a name", () => {
    const text = "topic open\nuser ann\ntopic hers";
    expect([rights(text, "ann").mayPublish("open"), rights(text, "ann").mayPublish("hers")]).toEqual([
      false,
      true,
    ]);
    expect([rights(text, undefined).mayPublish("open"), rights(text, undefined).mayPublish("hers")]).toEqual([
      true,
      false,
    ]);
  });

  it("ask a deny first, wherever it stands", () => {
    const ann = rights("user ann\ntopic #\ntopic deny secret/#", "ann");
    expect([ann.mayPublish("a"), ann.mayPublish("secret/a"), ann.mayReceive("secret")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("put client id and user name into patterns", () => {
    const ann = rights("pattern write d/%c/up\npattern read u/%u/#", "ann", "c7");
    expect([ann.mayPublish("d/c7/up"), ann.mayPublish("d/c8/up")]).toEqual([true, false]);
    expect([ann.mayReceive("u/ann/x"), ann.mayReceive("u/bob/x")]).toEqual([true, false]);
  });

  it("put nothing into what was put in", () => {
    expect(rights("pattern write d/%c", "ann", "%u").mayPublish("d/ann")).toBe(false);
  });

  it.each(["+", "#", "a/b", "x+"])("are not widened by the client id %j", (clientId) => {
    const sly = rights("pattern readwrite d/%c", "ann", clientId);
    expect([sly.mayPublish("d/a"), sly.mayPublish("d/a/b"), sly.maySubscribe("d/#")]).toEqual([
      false,
      false,
      false,
    ]);
    expect(sly.explain("publish", "d/a").barredBy).toBe("client-id");
  });

  it.each(["+", "#", "a/b"])("are not widened by the user name %j", (userName) => {
    const sly = rights("pattern readwrite d/%u", userName);
    expect(sly.mayPublish("d/a")).toBe(false);
    expect(sly.explain("publish", "d/a").barredBy).toBe("user-name");
  });

  it("pass over a pattern with a user name for somebody who has none", () => {
    expect(rights("pattern readwrite d/%u/x", undefined).mayPublish("d//x")).toBe(false);
  });

  it("let somebody subscribe where something may be received, and refuse where nothing can be", () => {
    const ann = rights("user ann\ntopic read in/#\ntopic deny in/secret/#", "ann");
    expect(["#", "in/+", "+/x"].map((filter) => ann.maySubscribe(filter))).toEqual([true, true, true]);
    expect(["out/#", "in/secret/#", "in/secret", "$SYS/#"].map((filter) => ann.maySubscribe(filter))).toEqual(
      [false, false, false, false],
    );
  });

  it("say which line decided, as it stands and as it counts", () => {
    const ann = rights("user ann\ntopic read in/#\n  topic deny in/secret\npattern write d/%c/%u", "ann");
    expect(ann.explain("receive", "in/secret")).toEqual({
      isAllowed: false,
      decider: {
        by: "line",
        line: {
          line: 3,
          text: "topic deny in/secret",
          access: "deny",
          filter: "in/secret",
          isPattern: false,
        },
      },
      partly: [],
      barredBy: undefined,
    });
    expect(ann.explain("receive", "in/a")).toMatchObject({ isAllowed: true, decider: { line: { line: 2 } } });
    expect(ann.explain("publish", "in/a")).toMatchObject({ isAllowed: false, decider: { by: "no-line" } });
    expect(ann.explain("publish", "d/c1/ann")).toMatchObject({
      isAllowed: true,
      decider: { line: { line: 4, text: "pattern write d/%c/%u", filter: "d/c1/ann", isPattern: true } },
    });
  });

  it("say which lines let a part of a subscription through, and which hold a part back", () => {
    const ann = rights(
      "user ann\ntopic read in/+\ntopic write in/up\ntopic deny in/secret\ntopic deny out/#\npattern read #",
      "ann",
    );
    const { isAllowed, decider, partly } = ann.explain("subscribe", "in/#");
    expect([isAllowed, decider]).toMatchObject([true, { line: { line: 2 } }]);
    expect(partly.map(({ line, access }) => [line, access])).toEqual([
      [4, "deny"],
      [2, "read"],
      [6, "read"],
    ]);
  });
});
