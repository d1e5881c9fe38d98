/** A colour on each ground; `light-dark()` follows the theme. */
export interface SubscriptionColour {
  readonly light: string;
  readonly dark: string;
}

/** Colours of subscriptions, each 4.5 : 1 or more against the ground of its theme. */
export const SUBSCRIPTION_COLOURS: readonly SubscriptionColour[] = [
  { light: "#1d4ed8", dark: "#7fb0ff" },
  { light: "#a34a05", dark: "#f0a85a" },
  { light: "#18733a", dark: "#62d18a" },
  { light: "#7e22ce", dark: "#c9a8ff" },
  { light: "#b01658", dark: "#ff93c4" },
  { light: "#0f6d69", dark: "#4fd1c5" },
  { light: "#5b6410", dark: "#c3d05c" },
  { light: "#475569", dark: "#aab6c6" },
];

/** The colour of a number, for a style; numbers beyond the list begin again. */
export function colourOf(colour: number): string {
  const { light, dark } = SUBSCRIPTION_COLOURS[colour % SUBSCRIPTION_COLOURS.length] as SubscriptionColour;
  return `light-dark(${light}, ${dark})`;
}
