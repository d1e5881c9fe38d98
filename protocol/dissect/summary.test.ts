import { describe, expect, it } from "vitest";
import { hex } from "../test-support/hex.ts";
import { summarize, summaryOf } from "./summary.ts";

const LINES: readonly [line: string, version: 3 | 4 | 5, bytes: string][] = [
  ["CONNECT c 15 B", 4, "10 0d 0004 4d515454 04 02 003c 0001 63"],
  ["CONNACK Success 5 B", 5, "20 03 00 00 00"],
  ["PUBLISH a/b QoS 1 id 7 10 B", 4, "32 08 0003 612f62 0007 31"],
  ["PUBLISH alias 7 QoS 0 RETAIN 9 B", 5, "31 07 0000 03 23 0007 31"],
  ["PUBLISH a QoS 1 DUP id 7 8 B", 4, "3a 06 0001 61 0007 31"],
  ["PUBACK id 1 No matching subscribers 5 B", 5, "40 03 0001 10"],
  ["SUBSCRIBE a, # id 1 12 B", 4, "82 0a 0001 0001 61 00 0001 23 00"],
  ["SUBACK id 1 Granted QoS 1, Not authorized 7 B", 5, "90 05 0001 00 01 87"],
  ["PINGREQ 2 B", 4, "c000"],
  ["DISCONNECT Session taken over 3 B", 5, "e0 01 8e"],
  ["SUBSCRIBE (the packet identifier is 0) 8 B", 4, "82 06 0000 0001 61 00"],
];

describe("a packet in a line", () => {
  it.each(LINES)("%s", (line, version, bytes) => {
    expect(summarize(hex(bytes), version)).toBe(line);
  });

  it("knows the size of a payload that was cut", () => {
    expect(summaryOf(hex("30 ff 7f 0003 612f62 3132"), 4)).toMatchObject({
      topic: "a/b",
      bytes: 16_386,
      payloadBytes: 16_378,
    });
  });
});
