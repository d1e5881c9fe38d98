import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import { requestClientBy } from "./request-client.ts";
import { trustOf } from "./trusted-proxies.ts";

const clientOf = requestClientBy(trustOf(["127.0.0.1", "10.0.0.0/8"]));

/** A request over a connection from `peer`. */
function request(
  peer: string,
  headers: Record<string, string>,
  socket: Socket = new Socket(),
): IncomingMessage {
  Object.defineProperties(socket, { remoteAddress: { value: peer }, remotePort: { value: 5000 } });
  return Object.assign(new IncomingMessage(socket), { headers });
}

function addressOf(peer: string, forwardedFor: string): string {
  return clientOf(request(peer, { "x-forwarded-for": forwardedFor })).address;
}

describe("who sent a request", () => {
  it.each([
    ["203.0.113.7"],
    ["203.0.113.7, 10.0.0.5"],
    ["198.51.100.1, 203.0.113.7"],
    ["127.0.0.1, 203.0.113.7 , 10.0.0.5,10.0.0.6"],
    ["<script>, 203.0.113.7"],
    ["203.0.113.7:4711"],
    ["[::ffff:203.0.113.7]:4711"],
  ])("is the last of X-Forwarded-For that is no trusted proxy: %j", (forwardedFor) => {
    expect(addressOf("127.0.0.1", forwardedFor)).toBe("203.0.113.7");
    expect(addressOf("::ffff:127.0.0.1", forwardedFor)).toBe("203.0.113.7");
  });

  it.each(["203.0.113.7", "127.0.0.1", "10.0.0.5"])(
    "is the peer where that is not trusted, whatever it says",
    (said) => {
      const told = clientOf(request("192.0.2.1", { "x-forwarded-for": said, "x-forwarded-proto": "https" }));
      expect(told).toEqual({ address: "192.0.2.1", port: 5000, isHttps: false });
    },
  );

  it.each(["", "unknown", "203.0.113.7, unknown", "_hidden", "203.0.113.7:99999x"])(
    "is the proxy where it names nobody: %j",
    (said) =>
      expect(clientOf(request("127.0.0.1", { "x-forwarded-for": said }))).toMatchObject({
        address: "127.0.0.1",
        port: 5000,
      }),
  );

  it("is the farthest where all are trusted", () => {
    expect(addressOf("127.0.0.1", "10.0.0.7, 10.0.0.8")).toBe("10.0.0.7");
  });

  it("is shown in the form of a socket's address, with its port only where that is told", () => {
    const port = (forwardedFor: string) =>
      clientOf(request("127.0.0.1", { "x-forwarded-for": forwardedFor }));
    expect(port("2001:DB8:0:0::7")).toMatchObject({ address: "2001:db8::7", port: undefined });
    expect(port("[2001:DB8:0:0::7]:4711")).toMatchObject({ address: "2001:db8::7", port: 4711 });
  });

  it.each([
    ["https", true],
    ["HTTPS, http", true],
    ["http", false],
    ["", false],
  ])("came over HTTPS if the first X-Forwarded-Proto says so: %j", (said, isHttps) => {
    expect(clientOf(request("10.1.1.1", { "x-forwarded-proto": said }))).toMatchObject({ isHttps });
  });

  it("came over HTTPS by a connection of TLS, unless a trusted proxy says otherwise", () => {
    const isHttps = (peer: string, headers: Record<string, string>) =>
      clientOf(request(peer, headers, new TLSSocket(new Socket()))).isHttps;
    expect(isHttps("192.0.2.1", { "x-forwarded-proto": "http" })).toBe(true);
    expect(isHttps("10.1.1.1", {})).toBe(true);
    expect(isHttps("10.1.1.1", { "x-forwarded-proto": "http" })).toBe(false);
  });
});
