import { describe, expect, it } from "vitest";
import type { ExplainingAcl } from "../../core/ports/access.ts";
import type { PageUser, Peer } from "../../core/ports/wire.ts";
import { connectPacket } from "../../core/test-support/packets.ts";
import { allowAll, anonymous } from "./anonymous.ts";
import { PageAcl, PageAuthenticator } from "./page-access.ts";
import { FileAcl } from "./rights/file-acl.ts";

const peer: Peer = { transport: "ws", listener: "http", address: "10.0.0.1", port: 1 };
const ann: PageUser = { name: "ann", role: "look" };
const authenticator = new PageAuthenticator(anonymous);
const nobody: ExplainingAcl = new FileAcl([]);

describe("PageAuthenticator", () => {
  it("knows who is logged in to the page", () => {
    expect(authenticator.identify(connectPacket({}), { ...peer, pageUser: ann })).toEqual({
      kind: "accepted",
      userName: "page:ann",
      isOfThePage: true,
    });
  });

  it("asks the others about everybody else, and about who gives a name", () => {
    expect(authenticator.identify(connectPacket({ userName: "bob" }), peer)).toMatchObject({
      userName: "bob",
    });
    const withName = { ...peer, pageUser: ann };
    expect(authenticator.identify(connectPacket({ userName: "bob" }), withName)).toMatchObject({
      userName: "bob",
    });
  });

  it("gives nobody a name of the page, whoever believes it", async () => {
    const connect = connectPacket({ userName: "page:ann" });
    expect(authenticator.identify(connect, peer)).toMatchObject({ kind: "refused" });
    expect(authenticator.identify(connect, { ...peer, pageUser: ann })).toMatchObject({ kind: "refused" });
    const slow = new PageAuthenticator({
      methods: new Map(),
      identify: async () => ({ kind: "accepted", userName: "page:ann" }),
    });
    expect(await slow.identify(connect, peer)).toMatchObject({ kind: "refused" });
  });
});

describe("PageAcl", () => {
  const roles = new Map([
    ["ann", "look"],
    ["bob", "act"],
  ] as const);
  const acl = (others: ExplainingAcl) => new PageAcl(others, (name) => roles.get(name as "ann" | "bob"));
  const rightsOf = (others: ExplainingAcl, userName: string | undefined) => {
    const subject = { clientId: "c", userName };
    const rights = acl(others);
    return [
      rights.mayPublish(subject, "t"),
      rights.maySubscribe(subject, "#"),
      rights.mayReceive(subject, "t"),
    ];
  };

  it("lets the page's users read, and publish unless their role is to look", () => {
    expect(rightsOf(nobody, "page:ann")).toEqual([false, true, true]);
    expect(rightsOf(nobody, "page:bob")).toEqual([true, true, true]);
  });

  it("tells that the role decides, and of all others what the others tell", () => {
    const explained = (userName: string) => acl(nobody).explain({ clientId: "c", userName }, "publish", "t");
    expect(explained("page:ann")).toMatchObject({
      isAllowed: false,
      decider: { by: "page-role", role: "look" },
    });
    expect(explained("page:bob")).toMatchObject({
      isAllowed: true,
      decider: { by: "page-role", role: "act" },
    });
    expect(explained("page:eve").decider).toEqual({ by: "page-role", role: undefined });
    expect(explained("ann").decider).toEqual({ by: "no-line" });
  });

  it("lets one who is gone do nothing", () => {
    expect(rightsOf(allowAll, "page:eve")).toEqual([false, false, false]);
  });

  it.each(["ann", undefined])("asks the others about %s", (userName) => {
    expect(rightsOf(nobody, userName)).toEqual([false, false, false]);
    expect(rightsOf(allowAll, userName)).toEqual([true, true, true]);
  });
});
