import { describe, expect, it } from "vitest";
import { hex } from "../test-support/hex.ts";
import { isReadInFirstPiece } from "./publish-pieces.ts";

describe("a packet of which the first piece is enough to pass it on", () => {
  it.each([
    ["a PUBLISH with its topic", "30 808004 0001 61", 4, true],
    ["a topic that is cut", "30 808004 0002 61", 4, false],
    ["a topic's length that is cut", "30 808004 00", 4, false],
    ["RETAIN", "31 808004 0001 61", 4, false],
    ["QoS 1", "32 808004 0001 61 0001", 4, false],
    ["another packet", "82 808004 0001 61", 4, false],
    ["properties that are whole", "30 808004 0001 61 02 0101 787878", 5, true],
    ["properties that are cut", "30 808004 0001 61 05 0101 7878", 5, false],
    ["a property length that may be cut", "30 808004 0001 61 8080", 5, false],
  ] as const)("%s", (_name, bytes, version, isEnough) => {
    expect(isReadInFirstPiece(hex(bytes), 4, version)).toBe(isEnough);
  });
});
