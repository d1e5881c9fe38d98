import type { StoreDamage } from "../core/ports/store.ts";

/** What was saved, what was lost and what was dropped: each count under a name of its own, of a word and its kind. */
export function damageFields(damage: StoreDamage): Readonly<Record<string, string | number | boolean>> {
  const { setAside, saved, lostRecords, lostBatches, dropped, mayBeOutdated } = damage;
  return {
    setAside: setAside.join(", "),
    lostRecords: lostRecords ?? "unknown",
    lostBatches,
    mayBeOutdated,
    ...named("saved", saved),
    ...named("dropped", dropped),
  };
}

function named(word: string, counts: object): Record<string, number> {
  const name = (kind: string): string => word + kind.charAt(0).toUpperCase() + kind.slice(1);
  return Object.fromEntries(Object.entries(counts).map(([kind, count]) => [name(kind), Number(count)]));
}
