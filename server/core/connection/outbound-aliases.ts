import type { ConnectFlags } from "../ports/inside.ts";
import type { Limits } from "../ports/limits.ts";
import type { Topic } from "../routing/topic.ts";

/** An alias in place of a topic this short may save nothing: it takes three bytes, and can lengthen what counts them by one. */
const LONGEST_PLAIN_BYTES = 4;

/** A generation of topics that went by name, as a part of the number of aliases. */
const PASSED_PART = 0.5;

type AliasedTopic = Pick<Topic, "name" | "bytes">;

/**
 * The topic aliases that the broker has given on one network connection, and that end with it (MQTT 5.0 §3.3.2.3.4)
 * [5 MQTT-3.3.2-7]. Asking changes nothing: an alias exists when `use` is told that a packet with it goes out.
 *
 * Topics get a number as they come until all are given. From then on the least recently used one has to give way, but
 * only to a topic that comes a second time within about as many others. Without that, topics that take turns, more of them
 * than there are aliases, would replace each other for ever, each for three bytes and no use: twenty topics of 24 bytes
 * in turn over 16 aliases then cost 3 bytes a message, and save 13 this way; a thousand of which few are frequent
 * (Zipf) save 8 rather than 4.
 *
 * Kept by name, not by topic: a topic that was not seen for long is made anew, and an old one holds its route.
 */
export class OutboundAliases {
  readonly #maximum: number;
  readonly #aliases = new Map<string, number>();
  /** By alias, what it stands for. */
  readonly #names: string[] = [""];
  readonly #order = new UseOrder();
  /** Topics that lately went by name because all aliases were given: two generations, so that the older can go at once. */
  #passed = new Set<string>();
  #passedBefore = new Set<string>();

  /** Aliases are 1 to `maximum` [5 MQTT-3.3.2-8]. */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** How many stand for a topic. */
  get size(): number {
    return this.#aliases.size;
  }

  /** The alias that the client knows for the topic; 0: none. */
  of({ name }: Pick<Topic, "name">): number {
    return this.#aliases.get(name) ?? 0;
  }

  /** What an alias stands for; undefined: nothing yet. */
  nameOf(alias: number): string | undefined {
    return this.#names[alias];
  }

  /** The alias to set for a topic that has none; 0: it goes by name alone. */
  offer({ name, bytes }: AliasedTopic): number {
    if (bytes.length <= LONGEST_PLAIN_BYTES) return 0;
    if (this.#aliases.size < this.#maximum) return this.#aliases.size + 1;
    return this.#passed.has(name) || this.#passedBefore.has(name) ? this.#order.oldest : 0;
  }

  /** A message on the topic goes out with this alias, known or set by it; 0: by name alone. */
  use({ name, bytes }: AliasedTopic, alias: number): void {
    if (alias > 0) {
      if (this.#names[alias] !== name) this.#give(alias, name);
      this.#order.use(alias);
    } else if (bytes.length > LONGEST_PLAIN_BYTES) this.#pass(name);
  }

  #give(alias: number, name: string): void {
    const before = this.#names[alias];
    if (before !== undefined) this.#aliases.delete(before);
    this.#names[alias] = name;
    this.#aliases.set(name, alias);
    this.#passed.delete(name);
    this.#passedBefore.delete(name);
  }

  #pass(name: string): void {
    if (this.#passed.size >= this.#maximum * PASSED_PART) {
      this.#passedBefore = this.#passed;
      this.#passed = new Set();
    }
    this.#passed.add(name);
  }
}

/** Which alias was used before which: a ring through 0, which stands before the oldest and after the newest. */
class UseOrder {
  readonly #older = [0];
  readonly #newer = [0];

  get oldest(): number {
    return this.#newer[0]!;
  }

  use(alias: number): void {
    const older = this.#older;
    const newer = this.#newer;
    const newest = older[0]!;
    if (newest === alias) return;
    if (alias < older.length) {
      newer[older[alias]!] = newer[alias]!;
      older[newer[alias]!] = older[alias]!;
    }
    newer[newest] = alias;
    older[alias] = newest;
    newer[alias] = 0;
    older[0] = alias;
  }
}

/** The aliases for a connection: none at all where the client did not ask for any [5 MQTT-3.1.2-27]. */
export function outboundAliasesFor(
  { topicAliasMaximum }: ConnectFlags,
  { maximumOutboundTopicAliases }: Limits,
): OutboundAliases | undefined {
  const maximum = Math.min(topicAliasMaximum, maximumOutboundTopicAliases); // [5 MQTT-3.1.2-26] [5 MQTT-3.3.2-11]
  return maximum === 0 ? undefined : new OutboundAliases(maximum);
}
