import { create } from "zustand";
import { readStored, writeStored } from "../lib/storage.ts";
import { type Catalogue, english } from "./en/catalogue.ts";

/** Languages of the page, by their own names. */
export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

interface LanguageState {
  readonly language: Language;
  readonly texts: Catalogue;
}

/** The language on the screen, and its texts. */
export const useLanguage = create<LanguageState>(() => ({ language: "en", texts: english }));

const LOADERS: Record<Language, () => Promise<Catalogue>> = {
  en: () => Promise.resolve(english),
  es: () => import("./es/catalogue.ts").then((loaded) => loaded.spanish),
};

/** The first of the reader's languages that the page speaks; else English. */
export function preferredLanguage(stored: unknown, wanted: readonly string[]): Language {
  const known = Object.keys(LANGUAGES) as Language[];
  const chosen = known.find((language) => language === stored);
  if (chosen !== undefined) return chosen;
  for (const tag of wanted) {
    const match = known.find((language) => language === tag.toLowerCase().split("-")[0]);
    if (match !== undefined) return match;
  }
  return "en";
}

async function show(language: Language): Promise<void> {
  const texts = await LOADERS[language]();
  document.documentElement.lang = language;
  useLanguage.setState({ language, texts });
}

/** Loads the texts of the reader's language; before the first drawing. */
export function startLanguage(): Promise<void> {
  return show(preferredLanguage(readStored("language"), navigator.languages));
}

/** Switches the language, and keeps the choice in the browser. */
export function chooseLanguage(language: Language): Promise<void> {
  writeStored("language", language);
  return show(language);
}
