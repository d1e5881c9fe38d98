import { describe, expect, it } from "vitest";
import { NameArena } from "./name-arena.ts";

function sorted(names: readonly string[]): readonly string[] {
  const arena = new NameArena();
  const kept = names.map((name) => {
    const bytes = new TextEncoder().encode(name);
    return { offset: arena.add(bytes, 0, bytes.length), length: bytes.length };
  });
  return kept
    .sort((a, b) => arena.compare(a.offset, a.length, b.offset, b.length))
    .map(({ offset, length }) => arena.text(offset, length));
}

describe("the order of names", () => {
  it("counts runs of digits by their value", () => {
    expect(sorted(["line-10", "line-2", "line-1"])).toEqual(["line-1", "line-2", "line-10"]);
    expect(sorted(["9999999999999999999999", "10000000000000000000000", "3"])).toEqual([
      "3",
      "9999999999999999999999",
      "10000000000000000000000",
    ]);
  });

  it("puts a name before its longer sisters, and the empty one first", () => {
    expect(sorted(["ab", "a", "", "a1"])).toEqual(["", "a", "a1", "ab"]);
  });

  it("puts names that begin with $ last", () => {
    expect(sorted(["$SYS", "a", "zulu", ""])).toEqual(["", "a", "zulu", "$SYS"]);
  });

  it("tells names apart that differ in leading zeros only", () => {
    expect(sorted(["a01", "a1", "a001", "a1b"])).toEqual(["a1", "a01", "a001", "a1b"]);
  });
});

describe("the arena", () => {
  it("keeps names over the ends of its pages", () => {
    const arena = new NameArena();
    const long = new Uint8Array(65_535).fill(0x61);
    const kept = Array.from({ length: 40 }, (_, n) => {
      long[0] = 0x41 + n;
      return arena.add(long, 0, long.length);
    });
    for (const [n, offset] of kept.entries()) {
      expect(arena.text(offset, 2)).toBe(`${String.fromCharCode(0x41 + n)}a`);
      expect(arena.text(offset, long.length)).toHaveLength(65_535);
    }
  });
});
