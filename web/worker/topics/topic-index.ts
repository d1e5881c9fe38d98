import { NameArena } from "./name-arena.ts";
import { NameTable, type NameTableOwner } from "./name-table.ts";
import { Flag, NodePages, Real, Word } from "./node-pages.ts";
import { currentRate, tickRate } from "./rate.ts";

/** The node above all others. It has no name, and its counts are those of everything. */
export const ROOT = 0;
/** Said instead of an id when a topic cannot be kept. */
export const NO_ROOM = -1;

/** Nodes beyond these are not kept: about 90 bytes each without their values. */
export const MAXIMUM_NODES = 3_000_000;
/** Levels of one topic; as many as the broker takes by default. */
export const MAXIMUM_LEVELS = 200;

const SLASH = 0x2f;
const DOLLAR = 0x24;
const FNV_PRIME = 0x01000193;
const HASH_SEED = 0x811c9dc5;
/** Spreads the ids of parents over the hash (Knuth's multiplicative constant). */
const PARENT_SPREAD = 0x9e3779b1;

/**
 * Every topic heard, as a tree of nodes with integer ids. A topic is found from the bytes of the packet, level by level
 * through one hash table, without making a string; counts are kept along the path, so a row never has to add up.
 */
export class TopicIndex implements NameTableOwner {
  readonly nodes = new NodePages();
  readonly names = new NameArena();
  /** Called for each new node, parents first. */
  onNode: (id: number) => void = () => {};
  readonly #table: NameTable = new NameTable(this);
  readonly #encoder = new TextEncoder();
  readonly #maximumNodes: number;
  #wantedParent = 0;
  #wantedSource: Uint8Array = new Uint8Array(0);
  #wantedStart = 0;
  #wantedLength = 0;
  #wantedHash = 0;

  constructor(maximumNodes = MAXIMUM_NODES) {
    this.#maximumNodes = maximumNodes;
    this.nodes.add();
  }

  /** Nodes in all, the root not counted. */
  get size(): number {
    return this.nodes.size - 1;
  }

  get topicCount(): number {
    return this.nodes.word(ROOT, Word.topicCount);
  }

  get bytes(): number {
    return this.nodes.bytes + this.names.bytes + this.#table.bytes;
  }

  /** The node of the topic in source[start..end), made when it is new; NO_ROOM beyond the limits. */
  touch(source: Uint8Array, start: number, end: number): number {
    return this.#walk(source, start, end, true);
  }

  touchPath(path: string): number {
    const bytes = this.#encoder.encode(path);
    return this.touch(bytes, 0, bytes.length);
  }

  /** The node of a path, or NO_ROOM when there is none. */
  find(path: string): number {
    const bytes = this.#encoder.encode(path);
    return this.#walk(bytes, 0, bytes.length, false);
  }

  /** The child of `parent` with this name, or NO_ROOM. */
  child(parent: number, name: string): number {
    const bytes = this.#encoder.encode(name);
    return this.#find(parent, bytes, 0, bytes.length) || NO_ROOM;
  }

  /** Counts a message on a topic, at and above it. */
  count(id: number, payloadBytes: number, at: number): void {
    const nodes = this.nodes;
    const isFirst = nodes.word(id, Word.lastIndex) === 0 ? 1 : 0;
    nodes.addWord(id, Word.lastIndex, 1);
    for (let node = id; ; node = nodes.word(node, Word.parent)) {
      nodes.addReal(node, Real.messageCount, 1);
      nodes.addReal(node, Real.bytesReceived, payloadBytes);
      nodes.setReal(node, Real.lastAt, at);
      nodes.addWord(node, Word.topicCount, isFirst);
      tickRate(nodes, node, at);
      if (node === ROOT) return;
    }
  }

  ratePerSecond(id: number, now: number): number {
    return currentRate(this.nodes, id, now);
  }

  parent(id: number): number {
    return this.nodes.word(id, Word.parent);
  }

  depth(id: number): number {
    let depth = 0;
    for (let node = this.parent(id); node !== ROOT; node = this.parent(node)) depth++;
    return depth;
  }

  isBelow(id: number, ancestor: number): boolean {
    for (let node = id; ; node = this.parent(node)) {
      if (node === ancestor) return true;
      if (node === ROOT) return false;
    }
  }

  /** True for a node that stands for a topic: it has a message, or is known from elsewhere. */
  isTopic(id: number): boolean {
    return this.nodes.word(id, Word.lastIndex) > 0 || this.nodes.has(id, Flag.isKnown);
  }

  /** At or below a level that begins with `$` at the top. */
  isSystem(id: number): boolean {
    let top = id;
    for (let node = id; node !== ROOT; node = this.parent(node)) top = node;
    return (
      this.nodes.word(top, Word.nameLength) > 0 &&
      this.names.byteAt(this.nodes.word(top, Word.nameOffset)) === DOLLAR
    );
  }

  name(id: number): string {
    return this.names.text(this.nodes.word(id, Word.nameOffset), this.nodes.word(id, Word.nameLength));
  }

  path(id: number): string {
    if (id === ROOT) return "";
    const levels: string[] = [];
    for (let node = id; node !== ROOT; node = this.parent(node)) levels.push(this.name(node));
    return levels.reverse().join("/");
  }

  /** Writes the bytes of a path to the end of `target` and returns where they begin; -1: it is too small. */
  pathBefore(id: number, target: Uint8Array): number {
    let at = target.length;
    for (let node = id; node !== ROOT; node = this.parent(node)) {
      const length = this.nodes.word(node, Word.nameLength);
      if (at - length - 1 < 0) return -1;
      if (node !== id) target[--at] = SLASH;
      at = this.names.copyBefore(this.nodes.word(node, Word.nameOffset), length, target, at);
    }
    return at;
  }

  compareNames(a: number, b: number): number {
    const { nodes } = this;
    return this.names.compare(
      nodes.word(a, Word.nameOffset),
      nodes.word(a, Word.nameLength),
      nodes.word(b, Word.nameOffset),
      nodes.word(b, Word.nameLength),
    );
  }

  /** For the name table. */
  hashOf(id: number): number {
    return this.nodes.word(id, Word.hash);
  }

  /** For the name table. */
  isWanted(id: number): boolean {
    const { nodes } = this;
    return (
      nodes.word(id, Word.hash) === this.#wantedHash &&
      nodes.word(id, Word.parent) === this.#wantedParent &&
      nodes.word(id, Word.nameLength) === this.#wantedLength &&
      this.names.equals(
        nodes.word(id, Word.nameOffset),
        this.#wantedLength,
        this.#wantedSource,
        this.#wantedStart,
      )
    );
  }

  #walk(source: Uint8Array, start: number, end: number, mayAdd: boolean): number {
    let node = ROOT;
    let levels = 0;
    for (let from = start; from <= end; ) {
      let to = from;
      while (to < end && source[to] !== SLASH) to++;
      if (++levels > MAXIMUM_LEVELS) return NO_ROOM;
      const child = this.#find(node, source, from, to - from) || (mayAdd ? this.#add(node) : NO_ROOM);
      if (child === NO_ROOM) return NO_ROOM;
      node = child;
      from = to + 1;
    }
    return node;
  }

  /** The child or 0; what was looked for stays noted for #add. */
  #find(parent: number, source: Uint8Array, start: number, length: number): number {
    let hash = HASH_SEED ^ Math.imul(parent, PARENT_SPREAD);
    for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ source[i]!, FNV_PRIME);
    // FNV leaves the upper bits of short names poorly mixed, and those choose the table
    hash = Math.imul(hash ^ (hash >>> 15), PARENT_SPREAD);
    this.#wantedHash = (hash ^ (hash >>> 13)) >>> 0;
    this.#wantedParent = parent;
    this.#wantedSource = source;
    this.#wantedStart = start;
    this.#wantedLength = length;
    return this.#table.find(this.#wantedHash);
  }

  #add(parent: number): number {
    if (this.size >= this.#maximumNodes) return NO_ROOM;
    const { nodes } = this;
    const start = this.#wantedStart;
    const id = nodes.add();
    nodes.setWord(id, Word.parent, parent);
    nodes.setWord(id, Word.nameLength, this.#wantedLength);
    nodes.setWord(id, Word.nameOffset, this.names.add(this.#wantedSource, start, start + this.#wantedLength));
    nodes.setWord(id, Word.hash, this.#wantedHash);
    nodes.setWord(id, Word.oldestIndex, 1);
    this.#table.add(this.#wantedHash, id);
    this.onNode(id);
    return id;
  }
}
