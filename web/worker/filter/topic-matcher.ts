import { Word } from "../topics/node-pages.ts";
import { MAXIMUM_LEVELS, ROOT, type TopicIndex } from "../topics/topic-index.ts";

const SHARE = /^\$share\/[^/]+\//;

/** Tells whether nodes of the index match an MQTT topic filter (MQTT 5.0 §4.7), without making strings of them. */
export class TopicMatcher {
  readonly #index: TopicIndex;
  /** `+` is undefined. */
  readonly #levels: readonly (Uint8Array | undefined)[];
  readonly #isOpen: boolean;
  readonly #path = new Int32Array(MAXIMUM_LEVELS);

  /** A shared subscription's filter is that behind its share name (MQTT 5.0 §4.8.2). */
  constructor(index: TopicIndex, filter: string) {
    this.#index = index;
    const levels = filter.replace(SHARE, "").split("/");
    this.#isOpen = levels.at(-1) === "#";
    if (this.#isOpen) levels.pop();
    const encoder = new TextEncoder();
    this.#levels = levels.map((level) => (level === "+" ? undefined : encoder.encode(level)));
  }

  matches(id: number): boolean {
    const depth = this.#readPath(id);
    const levels = this.#levels;
    // `a/#` matches `a` too: the parent level is included (§4.7.1.2)
    if (this.#isOpen ? depth < levels.length : depth !== levels.length) return false;
    // wildcards at the start do not match topics that begin with `$` [5 MQTT-4.7.2-1]
    if (levels[0] === undefined && this.#index.isSystem(id)) return false;
    for (let n = 0; n < levels.length; n++) {
      const level = levels[n];
      if (level !== undefined && !this.#isNamed(this.#path[depth - 1 - n]!, level)) return false;
    }
    return true;
  }

  /** Fills the path from the node up, and returns its length. */
  #readPath(id: number): number {
    let depth = 0;
    for (let node = id; node !== ROOT; node = this.#index.parent(node)) this.#path[depth++] = node;
    return depth;
  }

  #isNamed(id: number, name: Uint8Array): boolean {
    const { nodes, names } = this.#index;
    return (
      nodes.word(id, Word.nameLength) === name.length &&
      names.equals(nodes.word(id, Word.nameOffset), name.length, name, 0)
    );
  }
}
