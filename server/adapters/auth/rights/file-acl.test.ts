import { describe, expect, it } from "vitest";
import { type AclRule, readAclFile } from "./acl-file.ts";
import { FileAcl } from "./file-acl.ts";

function rulesOf(text: string): readonly AclRule[] {
  const file = readAclFile(text);
  if (file.kind === "problems") throw new Error(JSON.stringify(file.problems));
  return file.rules;
}

const ann = { clientId: "c1", userName: "ann" };
const bob = { clientId: "c2", userName: "bob" };

describe("the rights of all clients", () => {
  it("are each client's own", () => {
    const acl = new FileAcl(rulesOf("user ann\ntopic a\npattern read d/%c"));
    expect([acl.mayPublish(ann, "a"), acl.mayPublish(bob, "a")]).toEqual([true, false]);
    expect([acl.mayReceive(ann, "d/c1"), acl.mayReceive(bob, "d/c1"), acl.maySubscribe(bob, "d/c2")]).toEqual(
      [true, false, true],
    );
  });

  it("change for those who have been asked about before", () => {
    const acl = new FileAcl(rulesOf("user ann\ntopic a"));
    expect(acl.mayPublish(ann, "a")).toBe(true);
    acl.replace(rulesOf("user ann\ntopic read a"));
    expect([acl.mayPublish(ann, "a"), acl.mayReceive(ann, "a")]).toEqual([false, true]);
    acl.replace(rulesOf("pattern write by/%c"));
    expect([acl.mayPublish(ann, "by/c1"), acl.mayPublish(bob, "by/c1")]).toEqual([true, false]);
  });

  it("are told with the line that decides", () => {
    const acl = new FileAcl(rulesOf("user ann\ntopic deny a"));
    expect(acl.explain(ann, "publish", "a")).toMatchObject({
      isAllowed: false,
      decider: { line: { line: 2 } },
    });
  });

  it("stay right for more clients than are remembered", () => {
    const acl = new FileAcl(rulesOf("pattern write by/%c"));
    for (let client = 0; client < 20_100; client++) {
      const clientId = `c${client}`;
      expect(acl.mayPublish({ clientId, userName: undefined }, `by/${clientId}`)).toBe(true);
    }
    expect(acl.mayPublish(ann, "by/c1")).toBe(true);
  });
});
