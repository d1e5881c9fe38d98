import { describe, expect, it } from "vitest";
import { isNetwork, trustOf } from "./trusted-proxies.ts";

describe("the trusted proxies", () => {
  const isTrusted = trustOf(["192.0.2.10", "10.0.0.0/8", "::1", "fd00::/8"]);

  it.each([
    "192.0.2.10",
    "10.255.0.1",
    "::1",
    "0:0:0:0:0:0:0:1",
    "fd12::1",
    "fd12::1%eth0",
    "::ffff:10.1.2.3",
  ])("have %s among them", (address) => expect(isTrusted(address)).toBe(true));

  it.each([
    "192.0.2.11",
    "11.0.0.1",
    "127.0.0.1",
    "::2",
    "fe80::1%eth0",
    "",
    "unknown",
    "10.0.0.1:80",
    "::ffff:11.0.0.1",
  ])("do not have %j among them", (address) => expect(isTrusted(address)).toBe(false));

  it("are nobody where none is named", () => {
    expect(trustOf([])("127.0.0.1")).toBe(false);
  });
});

describe("a network", () => {
  it.each(["127.0.0.1", "0.0.0.0/0", "10.0.0.0/32", "::/0", "2001:db8::/128"])("%s is one", (text) =>
    expect(isNetwork(text)).toBe(true),
  );

  it.each([
    "",
    "localhost",
    "10.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "::/129",
    "fe80::1%eth0",
    "10.0.0.0/-1",
  ])("%j is none", (text) => expect(isNetwork(text)).toBe(false));
});
