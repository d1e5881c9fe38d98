import { describe, expect, it } from "vitest";
import { isHostAllowed, isOriginAllowed } from "./allowed-hosts.ts";

describe("isHostAllowed", () => {
  it.each([
    "localhost",
    "localhost:8080",
    "LOCALHOST:1",
    "127.0.0.1",
    "127.0.0.1:65535",
    "127.1.2.3",
    "[::1]",
    "[::1]:8080",
  ])("takes the loopback name %s", (host) => expect(isHostAllowed(host, [])).toBe(true));

  it.each([
    undefined,
    "",
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "localhost:8080:9090",
    "localhost/",
    "[::1",
    "::1",
    "10.0.0.1",
  ])("refuses %s", (host) => expect(isHostAllowed(host, [])).toBe(false));

  it("takes any IP address where a login guards, but no name that looks like one", () => {
    expect(isHostAllowed("10.0.0.1:8080", [], true)).toBe(true);
    expect(isHostAllowed("[fd00::1]:8080", [], true)).toBe(true);
    for (const host of ["10.0.0.1.evil.example", "evil.example", "10.0.0", "fd00::1"])
      expect(isHostAllowed(host, [], true)).toBe(false);
  });

  it("takes an allowed name with any port, and an allowed name and port only together", () => {
    expect(isHostAllowed("broker.lan:9000", ["Broker.lan"])).toBe(true);
    expect(isHostAllowed("broker.lan:9000", ["broker.lan:9000"])).toBe(true);
    expect(isHostAllowed("broker.lan:9001", ["broker.lan:9000"])).toBe(false);
    expect(isHostAllowed("[fd00::1]:80", ["[fd00::1]"])).toBe(true);
  });
});

describe("isOriginAllowed", () => {
  it("takes the host that the request went to", () => {
    expect(isOriginAllowed("http://localhost:8080", "localhost:8080", [])).toBe(true);
    expect(isOriginAllowed("http://broker.lan", "broker.lan:80", [])).toBe(true);
    expect(isOriginAllowed("https://broker.lan", "broker.lan:443", [])).toBe(true);
  });

  it.each(["http://localhost:8081", "http://evil.example", "null", "", "file://", "localhost:8080"])(
    "refuses %s",
    (origin) => expect(isOriginAllowed(origin, "localhost:8080", [])).toBe(false),
  );

  it("takes an allowed origin, and no other that begins like it", () => {
    const allowed = ["https://Tools.example"];
    expect(isOriginAllowed("https://tools.example", "localhost:8080", allowed)).toBe(true);
    expect(isOriginAllowed("https://tools.example.org", "localhost:8080", allowed)).toBe(false);
    expect(isOriginAllowed("http://tools.example", "localhost:8080", allowed)).toBe(false);
  });
});
