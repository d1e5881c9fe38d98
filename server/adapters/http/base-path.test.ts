import { describe, expect, it } from "vitest";
import { belowBasePath } from "./base-path.ts";

describe("what is asked for", () => {
  it.each([
    ["/vitrina/", "/"],
    ["/vitrina", "/"],
    ["/vitrina?broker=own", "/?broker=own"],
    ["/vitrina/topics?topic=a", "/topics?topic=a"],
    ["/vitrina/api/v1/me", "/api/v1/me"],
    ["/vitrina//evil.example/", "//evil.example/"],
  ])("%s is %s below a base path", (url, below) => expect(belowBasePath(url, "/vitrina/")).toBe(below));

  it.each(["/", "/api/v1/me", "/vitrinas/", "/%76itrina/", "*"])("%s stays where it is not below it", (url) =>
    expect(belowBasePath(url, "/vitrina/")).toBe(url),
  );

  it.each(["/", "/topics?topic=a", "/?a", "*"])("%s stays without a base path", (url) =>
    expect(belowBasePath(url, "/")).toBe(url),
  );
});
