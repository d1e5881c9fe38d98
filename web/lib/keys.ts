/** A key with its modifiers. `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */
export interface KeyCombination {
  readonly key: string;
  readonly hasMod: boolean;
  readonly hasAlt: boolean;
  readonly hasShift: boolean;
}

/** The part of a KeyboardEvent that a combination is compared with. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "Enter",
  escape: "Esc",
  delete: "Del",
  " ": "Space",
};

/** Whether the keyboard has ⌘ for commands. */
export const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Reads "mod+k", "shift+Enter", "?" or "/". */
export function parseKeys(text: string): KeyCombination {
  const parts = text === "+" ? ["+"] : text.split("+");
  const key = parts.at(-1) ?? "";
  const modifiers = parts.slice(0, -1).map((part) => part.toLowerCase());
  return {
    key: key.toLowerCase(),
    hasMod: modifiers.includes("mod"),
    hasAlt: modifiers.includes("alt"),
    hasShift: modifiers.includes("shift"),
  };
}

/** Whether the pressed key is this combination. */
export function matchesKeys(combination: KeyCombination, pressed: PressedKey, apple = isApple): boolean {
  const hasMod = apple ? pressed.metaKey : pressed.ctrlKey;
  const hasForeignMod = apple ? pressed.ctrlKey : pressed.metaKey;
  if (hasMod !== combination.hasMod || hasForeignMod || pressed.altKey !== combination.hasAlt) return false;
  if (pressed.key.toLowerCase() !== combination.key) return false;
  // "?" already holds its Shift; for letters and named keys it counts.
  const isSign = combination.key.length === 1 && !/[a-z0-9]/.test(combination.key);
  return isSign || pressed.shiftKey === combination.hasShift;
}

/** The combination as people write it: "Ctrl K", "⌘ K", "Shift Enter". */
export function describeKeys(text: string, apple = isApple): string {
  const { key, hasMod, hasAlt, hasShift } = parseKeys(text);
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [hasMod && (apple ? "⌘" : "Ctrl"), hasAlt && (apple ? "⌥" : "Alt"), hasShift && "Shift", name]
    .filter(Boolean)
    .join(" ");
}

/** Whether plain keys belong to this element: it takes text, or is an open menu or dialog. */
export function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"],[role="menu"],[role="listbox"],[contenteditable="true"]')) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
