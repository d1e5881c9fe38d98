import { type Format, formatOf } from "../lib/format.ts";
import type { Catalogue } from "./en/catalogue.ts";
import { useLanguage } from "./language.ts";

/** All texts in the reader's language: `useTexts().topics.title`. */
export function useTexts(): Catalogue {
  return useLanguage((state) => state.texts);
}

/** Numbers, sizes and times in the reader's language. */
export function useFormat(): Format {
  return formatOf(useLanguage((state) => state.language));
}
