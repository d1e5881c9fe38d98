import { describe, expect, it } from "vitest";
import { describeKeys, matchesKeys, type PressedKey, parseKeys } from "./keys.ts";

const pressed = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe("matching", () => {
  it("takes mod for Ctrl, and for Command on Apple's machines", () => {
    const palette = parseKeys("mod+k");
    expect(matchesKeys(palette, pressed("k", { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys(palette, pressed("k", { metaKey: true }), true)).toBe(true);
    expect(matchesKeys(palette, pressed("k", { ctrlKey: true }), true)).toBe(false);
    expect(matchesKeys(palette, pressed("k"), false)).toBe(false);
  });

  it("leaves the browser's own combinations alone", () => {
    expect(matchesKeys(parseKeys("1"), pressed("1", { ctrlKey: true }), false)).toBe(false);
    expect(matchesKeys(parseKeys("p"), pressed("p", { altKey: true }), false)).toBe(false);
  });

  it("takes signs whatever Shift they need on this keyboard", () => {
    expect(matchesKeys(parseKeys("?"), pressed("?", { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys("/"), pressed("/", { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys("p"), pressed("P", { shiftKey: true }), false)).toBe(false);
  });

  it("tells Enter with a modifier from Enter", () => {
    expect(matchesKeys(parseKeys("mod+Enter"), pressed("Enter", { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys("Enter"), pressed("Enter", { ctrlKey: true }), false)).toBe(false);
  });
});

it("writes combinations as the keyboard shows them", () => {
  expect(describeKeys("mod+k", false)).toBe("Ctrl K");
  expect(describeKeys("mod+k", true)).toBe("⌘ K");
  expect(describeKeys("shift+Enter", false)).toBe("Shift Enter");
  expect(describeKeys("ArrowUp", false)).toBe("↑");
  expect(describeKeys("?", false)).toBe("?");
});
