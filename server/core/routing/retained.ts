import { ExpiryHeap } from "./expiry-heap.ts";
import { type Message, messageBytes, NEVER } from "./message.ts";
import { RetainedShares } from "./retained-shares.ts";

class Node {
  children: Map<string, Node> | undefined = undefined;
  message: Message | undefined = undefined;
}

/** The retained message of each topic (MQTT 5.0 §3.3.1.3), found by name or by filter at the cost of what is found. */
export class RetainedMessages {
  readonly #root = new Node();
  readonly #byTopic = new Map<string, Message>();
  /** Those that expire. */
  readonly expiring = new ExpiryHeap();
  readonly shares = new RetainedShares();
  #bytes = 0;

  get size(): number {
    return this.#byTopic.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(topic: string): Message | undefined {
    return this.#byTopic.get(topic);
  }

  set(message: Message): void {
    const name = message.topic.name;
    const before = this.#byTopic.get(name);
    if (before !== undefined) this.#forget(before);
    this.#bytes += messageBytes(message);
    this.shares.add(message);
    if (message.expiresAt !== NEVER) this.expiring.add(message);
    this.#byTopic.set(name, message);
    let node = this.#root;
    for (const level of name.split("/")) {
      node.children ??= new Map();
      let child = node.children.get(level);
      if (child === undefined) {
        child = new Node();
        node.children.set(level, child);
      }
      node = child;
    }
    node.message = message;
  }

  /** Returns what was there. */
  delete(topic: string): Message | undefined {
    const message = this.#byTopic.get(topic);
    if (message === undefined) return undefined;
    this.#byTopic.delete(topic);
    this.#forget(message);
    const levels = topic.split("/");
    const path: Node[] = [this.#root];
    for (const level of levels) path.push(path.at(-1)?.children?.get(level) as Node);
    (path.at(-1) as Node).message = undefined;
    for (let depth = levels.length; depth > 0; depth--) {
      const node = path[depth] as Node;
      if (node.message !== undefined || node.children !== undefined) break;
      const parent = path[depth - 1] as Node;
      parent.children?.delete(levels[depth - 1] as string);
      if (parent.children?.size === 0) parent.children = undefined;
    }
    return message;
  }

  /** All, in no particular order. */
  [Symbol.iterator](): Iterator<Message> {
    return this.#byTopic.values();
  }

  /** Messages whose topic matches `filter`, found as they are asked for; changes meanwhile may or may not be seen. */
  *matching(filter: string): Generator<Message> {
    if (!filter.includes("+") && !filter.includes("#")) {
      const message = this.#byTopic.get(filter);
      if (message !== undefined) yield message;
      return;
    }
    const levels = filter.split("/");
    const stack: Iterator<Match>[] = [[{ node: this.#root, depth: 0 }].values()];
    while (stack.length > 0) {
      const { done, value } = (stack.at(-1) as Iterator<Match>).next();
      if (done) {
        stack.pop();
        continue;
      }
      const level = levels[value.depth];
      // a filter that has ended, or whose `#` stands for no level at all (§4.7.1.2)
      if ((level === undefined || level === "#") && value.node.message !== undefined)
        yield value.node.message;
      if (level !== undefined) stack.push(this.#below(value, level));
    }
  }

  #forget(message: Message): void {
    this.#bytes -= messageBytes(message);
    this.shares.remove(message);
    if (message.expiresAt !== NEVER) this.expiring.remove(message);
  }

  *#below({ node, depth }: Match, level: string): Generator<Match> {
    if (level !== "+" && level !== "#") {
      const child = node.children?.get(level);
      if (child !== undefined) yield { node: child, depth: depth + 1 };
      return;
    }
    for (const [name, child] of node.children ?? []) {
      if (node === this.#root && name.startsWith("$")) continue; // [5 MQTT-4.7.2-1]
      yield { node: child, depth: level === "#" ? depth : depth + 1 };
    }
  }
}

interface Match {
  readonly node: Node;
  /** How many levels of the filter have been matched; at a `#` it stays. */
  readonly depth: number;
}
