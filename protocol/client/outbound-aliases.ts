/** Bytes that a Topic Alias costs: three of its own, and one where each of the two lengths before it grows by a byte. */
export const ALIAS_BYTES = 5;

/** An alias for a topic; `isKnown`: the server has it, so the topic name may be left out. */
export interface GivenAlias {
  readonly alias: number;
  readonly isKnown: boolean;
}

/** The aliases that the client gives topics on one connection, by least recent use (MQTT 5.0 §3.3.2.3.4) [5 MQTT-3.3.2-7]. */
export class OutboundAliases {
  readonly #maximum: number;
  /** By topic, the least recently used first. */
  readonly #aliases = new Map<string, number>();
  readonly #topics = new Map<number, string>();

  /** The Topic Alias Maximum of CONNACK: none goes beyond it [5 MQTT-3.2.2-17] [5 MQTT-3.2.2-18] [5 MQTT-3.3.2-9]. */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** An alias for the topic, which is used from now on; undefined: none is worth it. */
  give(topic: string): GivenAlias | undefined {
    if (this.#maximum === 0 || topic.length <= ALIAS_BYTES) return undefined;
    const known = this.#aliases.get(topic);
    if (known !== undefined) return this.take(topic, known);
    return this.take(topic, this.#topics.size < this.#maximum ? this.#unused() : this.#leastRecent());
  }

  /** The alias that the message itself asks for. */
  take(topic: string, alias: number): GivenAlias {
    const isKnown = this.#topics.get(alias) === topic;
    this.#forget(alias);
    const other = this.#aliases.get(topic);
    if (other !== undefined) this.#forget(other);
    this.#aliases.set(topic, alias);
    this.#topics.set(alias, topic);
    return { alias, isKnown };
  }

  #forget(alias: number): void {
    const topic = this.#topics.get(alias);
    if (topic === undefined) return;
    this.#topics.delete(alias);
    this.#aliases.delete(topic);
  }

  /** From 1 on [5 MQTT-3.3.2-8]. */
  #unused(): number {
    let alias = this.#topics.size + 1;
    while (this.#topics.has(alias)) alias = (alias % this.#maximum) + 1;
    return alias;
  }

  #leastRecent(): number {
    const [alias = 1] = this.#aliases.values();
    return alias;
  }
}
