import { describe, expect, it } from "vitest";
import { StartError } from "../start-error.ts";
import { loadRequest } from "./load.ts";
import type { Settings } from "./settings.ts";

function load(args: readonly string[]): Settings {
  const request = loadRequest(args, {});
  if (request.kind !== "run") throw new Error(`asked for ${request.kind}`);
  return request.settings;
}

function refusal(args: readonly string[]): { code: string; message: string } {
  try {
    load(args);
  } catch (error) {
    if (error instanceof StartError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the settings are taken");
}

describe("settings of proxies that are refused", () => {
  it("--proxy-protocol without proxies that are trusted", () => {
    expect(refusal(["--proxy-protocol", "required", "--allow-anonymous"])).toEqual({
      code: "proxies-missing",
      message: expect.stringContaining("Add --trusted-proxies"),
    });
  });

  it("--proxy-protocol without passwords: a proxy lets others in, whatever --host is", () => {
    const proxied = ["--proxy-protocol", "required", "--trusted-proxies", "127.0.0.1"];
    expect(refusal(proxied)).toEqual({
      code: "anonymous-not-allowed",
      message: expect.stringContaining("--proxy-protocol required"),
    });
    expect(load([...proxied, "--password-file", "users"]).trustedProxies).toEqual(["127.0.0.1"]);
  });

  it.each(["vitrina", "/vitrina", "//", "/a//b/", "/../", "/api/", "/mqtt/v/", "/a b/"])(
    "--base-path %s",
    (path) => {
      expect(refusal(["--base-path", path]).message).toContain("begins and ends with a slash");
    },
  );

  it.each(["/", "/vitrina/", "/tools/mqtt/", "/~ann/v1.2/"])("but not --base-path %s", (path) => {
    expect(load(["--base-path", path]).basePath).toBe(path);
  });

  it("--trusted-proxies that are names", () => {
    expect(refusal(["--trusted-proxies", "10.0.0.0/8,proxy.home"]).message).toContain(
      "allowed is IP addresses",
    );
  });
});
