import { formatOf } from "../lib/format.ts";

/** A number with its noun in the right form: "1 topic", "1,204 topics". */
export type Plural = (count: number, one: string, other: string) => string;

/** Counts things in one language. */
export function pluralIn(locale: string): Plural {
  const rules = new Intl.PluralRules(locale);
  const format = formatOf(locale);
  return (count, one, other) => `${format.exact(count)} ${rules.select(count) === "one" ? one : other}`;
}
