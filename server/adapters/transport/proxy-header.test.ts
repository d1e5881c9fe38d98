import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ProxyHeader, readProxyHeader } from "./proxy-header.ts";
import { version2 } from "./test-support/proxy-headers.ts";

const INCOMPLETE: ProxyHeader = { state: "incomplete" };
const IPV4 = Buffer.from([203, 0, 113, 7, 192, 0, 2, 1, 0xc0, 0, 0x07, 0x5b]);
const IPV6 = Buffer.from(`${"20010db8"}${"0".repeat(20)}0007${"0".repeat(32)}c000075b`, "hex");
const TLV = Buffer.from([0x02, 0, 4, ...Buffer.from("home")]);

const WHOLE: readonly [name: string, header: Buffer, from: object | undefined][] = [
  ["version 1, IPv4", line("PROXY TCP4 203.0.113.7 192.0.2.1 49152 1883"), at("203.0.113.7")],
  ["version 1, IPv6", line("PROXY TCP6 2001:DB8:0::7 ::1 49152 1883"), at("2001:db8::7")],
  ["version 1, IPv4 as IPv6", line("PROXY TCP6 ::ffff:203.0.113.7 ::1 49152 1883"), at("203.0.113.7")],
  ["version 1, unknown", line("PROXY UNKNOWN"), undefined],
  ["version 1, unknown with more", line(`PROXY UNKNOWN ${"f".repeat(91)}`), undefined],
  ["version 2, IPv4", version2(0x21, 0x11, IPV4), at("203.0.113.7")],
  ["version 2, IPv6", version2(0x21, 0x21, IPV6), at("2001:db8::7")],
  ["version 2, with fields behind the addresses", version2(0x21, 0x11, IPV4, TLV), at("203.0.113.7")],
  ["version 2, LOCAL", version2(0x20, 0x00), undefined],
  ["version 2, LOCAL with addresses", version2(0x20, 0x11, IPV4), undefined],
  ["version 2, LOCAL of a family that is none", version2(0x20, 0xff, Buffer.alloc(3)), undefined],
  ["version 2, unspecified", version2(0x21, 0x00), undefined],
  ["version 2, a UNIX socket", version2(0x21, 0x31, Buffer.alloc(216)), undefined],
  ["version 2, datagrams", version2(0x21, 0x12, IPV4), undefined],
  ["version 2, the longest", version2(0x21, 0x11, IPV4, Buffer.alloc(4084)), at("203.0.113.7")],
];

const WRONG: readonly [name: string, bytes: Buffer, reason: RegExp][] = [
  ["CONNECT", Buffer.from("101000044d5154540502003c00", "hex"), /does not begin/],
  ["a TLS handshake", Buffer.from("1603010200", "hex"), /does not begin/],
  ["an endless line", Buffer.from(`PROXY UNKNOWN${" ".repeat(94)}`), /within 107 bytes/],
  ["a line that ends at byte 108", line(`PROXY UNKNOWN${" ".repeat(93)}`), /within 107 bytes/],
  ["UDP in version 1", line("PROXY UDP4 203.0.113.7 192.0.2.1 1 2"), /two addresses/],
  ["IPv6 as TCP4", line("PROXY TCP4 ::1 ::1 1 2"), /two addresses/],
  ["IPv4 as TCP6", line("PROXY TCP6 1.2.3.4 1.2.3.4 1 2"), /two addresses/],
  ["an address that is none", line("PROXY TCP4 203.0.113.300 192.0.2.1 1 2"), /two addresses/],
  ["no destination", line("PROXY TCP4 203.0.113.7 1 2"), /two addresses/],
  ["a port that is none", line("PROXY TCP4 203.0.113.7 192.0.2.1 65536 1"), /port/],
  ["version 3", version2(0x31, 0x11, IPV4), /version/],
  ["a command that is none", version2(0x22, 0x11, IPV4), /command 2/],
  ["a family that is none", version2(0x21, 0x41, IPV4), /family 0x41/],
  ["a transport that is none", version2(0x21, 0x13, IPV4), /family 0x13/],
  ["too short for IPv4", version2(0x21, 0x11, IPV4.subarray(1)), /too short/],
  ["too short for IPv6", version2(0x21, 0x21, IPV4), /too short/],
  ["too long", version2(0x21, 0x11, Buffer.alloc(4097)), /longer than 4096/],
];

function line(text: string): Buffer {
  return Buffer.from(`${text}\r\n`);
}

function at(address: string): object {
  return { address, port: 49_152 };
}

describe("a header of the PROXY protocol", () => {
  it.each(WHOLE)("%s: names the client, and ends where it ends", (_, header, from) => {
    const whole = { state: "whole", bytes: header.length, from };
    expect(readProxyHeader(header)).toEqual(whole);
    expect(readProxyHeader(Buffer.concat([header, Buffer.from("MQTT\r\n")]))).toEqual(whole);
  });

  it.each(WHOLE)("%s: is incomplete wherever it is cut", (_, header) => {
    for (let end = 0; end < header.length; end++) {
      expect(readProxyHeader(header.subarray(0, end)), `cut at ${end}`).toEqual(INCOMPLETE);
    }
  });

  it.each(WRONG)("%s: is none", (_, bytes, reason) => {
    expect(readProxyHeader(bytes)).toEqual({ state: "wrong", reason: expect.stringMatching(reason) });
  });

  it("is never awaited beyond its longest form, and a verdict stands whatever follows", () => {
    const starts = fc.constantFrom(
      ...WHOLE.map(([, header]) => header),
      Buffer.from("PROXY "),
      Buffer.alloc(0),
    );
    fc.assert(
      fc.property(starts, fc.nat(), fc.uint8Array({ maxLength: 300 }), (start, cut, garbage) => {
        const bytes = Buffer.concat([start.subarray(0, cut % (start.length + 1)), garbage]);
        const verdict = readProxyHeader(bytes);
        if (verdict.state === "incomplete") expect(bytes.length).toBeLessThan(16 + 4096);
        else expect(readProxyHeader(Buffer.concat([bytes, garbage]))).toEqual(verdict);
        if (verdict.state === "whole") expect(verdict.bytes).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
