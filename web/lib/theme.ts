import { create } from "zustand";
import { readStored, writeStored } from "./storage.ts";

export const THEME_CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type Theme = "light" | "dark";

interface ThemeState {
  readonly choice: ThemeChoice;
  /** What is on the screen now. */
  readonly theme: Theme;
}

const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

function resolve(choice: ThemeChoice): Theme {
  if (choice !== "system") return choice;
  return systemIsDark() ? "dark" : "light";
}

function storedChoice(): ThemeChoice {
  const stored = readStored("theme");
  return THEME_CHOICES.find((choice) => choice === stored) ?? "system";
}

/** The colour theme: chosen here, or else the system's. */
export const useTheme = create<ThemeState>(() => {
  const choice = storedChoice();
  return { choice, theme: resolve(choice) };
});

function apply(choice: ThemeChoice): void {
  const theme = resolve(choice);
  document.documentElement.dataset.theme = theme;
  useTheme.setState({ choice, theme });
}

/** Sets the theme, and keeps the choice in the browser. */
export function chooseTheme(choice: ThemeChoice): void {
  writeStored("theme", choice);
  apply(choice);
}

/** Follows the system while nothing else is chosen. */
export function followSystemTheme(): void {
  apply(useTheme.getState().choice);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    apply(useTheme.getState().choice);
  });
}
