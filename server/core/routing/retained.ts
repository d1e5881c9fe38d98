import type { RecoveredRetained, UnreadMessage } from "../ports/store.ts";
import { ExpiryHeap } from "./expiry-heap.ts";
import { type Message, messageBytes, NEVER } from "./message.ts";
import { RetainedShares } from "./retained-shares.ts";
import { fromStored } from "./stored-message.ts";
import type { TopicTable } from "./topic-table.ts";

class Node {
  children: Map<string, Node> | undefined = undefined;
  message: Message | undefined = undefined;
  /** In its place until somebody asks for the message. */
  unread: UnreadMessage | undefined = undefined;
}

/** All levels of a topic but the last one. */
interface Branch {
  /** With the slash behind them. */
  readonly path: string;
  readonly node: Node;
}

/** The retained message of each topic (MQTT 5.0 §3.3.1.3), found by name or by filter at the cost of what is found. */
export class RetainedMessages {
  readonly #topics: Pick<TopicTable, "own">;
  readonly #root = new Node();
  /** That of the topic which was asked for last: the same is asked again, and neighbours come together. */
  #branch: Branch = { path: "", node: this.#root };
  #size = 0;
  /** Those that expire. */
  readonly expiring = new ExpiryHeap<Message>(({ expiresAt }) => expiresAt);
  readonly shares = new RetainedShares();
  #bytes = 0;

  constructor(topics: Pick<TopicTable, "own">) {
    this.#topics = topics;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(topic: string): Message | undefined {
    const node = this.#nodeOf(topic);
    return node && this.#messageOf(node);
  }

  set(message: Message): void {
    const node = this.#plant(message.topic.name);
    const before = this.#messageOf(node);
    if (before !== undefined) this.#forget(before);
    node.message = message;
    this.#size++;
    this.#bytes += messageBytes(message);
    this.shares.add(message.publisher.userName, messageBytes(message), message.topic);
    if (message.expiresAt !== NEVER) this.expiring.add(message);
  }

  /** One that the store has kept; it is read when somebody asks for it. */
  recover({ topic, bytes, userName, expiresAt, unread }: RecoveredRetained): void {
    const node = this.#plant(topic);
    node.unread = unread;
    this.#size++;
    this.#bytes += bytes;
    this.shares.add(userName, bytes);
    if (expiresAt !== undefined) this.expiring.add(this.#messageOf(node) as Message);
  }

  /** Returns what was there. */
  delete(topic: string): Message | undefined {
    const node = this.#nodeOf(topic);
    const message = node && this.#messageOf(node);
    if (node === undefined || message === undefined) return undefined;
    this.#forget(message);
    node.message = undefined;
    this.#prune(topic);
    return message;
  }

  /** All, in no particular order. */
  *[Symbol.iterator](): Generator<Message> {
    const left = [this.#root];
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      const message = this.#messageOf(node);
      if (message !== undefined) yield message;
      for (const child of node.children?.values() ?? []) left.push(child);
    }
  }

  /** Messages whose topic matches `filter`, found as they are asked for; changes meanwhile may or may not be seen. */
  *matching(filter: string): Generator<Message> {
    if (!filter.includes("+") && !filter.includes("#")) {
      const message = this.get(filter);
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
      const message = level === undefined || level === "#" ? this.#messageOf(value.node) : undefined;
      if (message !== undefined) yield message;
      if (level !== undefined) stack.push(this.#below(value, level));
    }
  }

  #messageOf(node: Node): Message | undefined {
    if (node.unread === undefined) return node.message;
    const stored = node.unread.read();
    node.unread = undefined;
    node.message = fromStored(stored, this.#topics.own(stored.topic));
    return node.message;
  }

  #nodeOf(topic: string): Node | undefined {
    const { path } = this.#branch;
    if (this.#isOnBranch(topic)) return this.#branch.node.children?.get(topic.slice(path.length));
    let node: Node | undefined = this.#root;
    const above = branchPath(topic);
    for (const level of levelsOf(above)) node = node?.children?.get(level);
    if (node === undefined) return undefined;
    this.#branch = { path: above, node };
    return node.children?.get(topic.slice(above.length));
  }

  #plant(topic: string): Node {
    if (!this.#isOnBranch(topic)) {
      const path = branchPath(topic);
      let node = this.#root;
      for (const level of levelsOf(path)) node = childOf(node, level);
      this.#branch = { path, node };
    }
    return childOf(this.#branch.node, topic.slice(this.#branch.path.length));
  }

  #isOnBranch(topic: string): boolean {
    const { path } = this.#branch;
    return topic.startsWith(path) && topic.indexOf("/", path.length) < 0;
  }

  /** Takes away the nodes that lead to nothing any more. */
  #prune(topic: string): void {
    const levels = topic.split("/");
    const path: Node[] = [this.#root];
    for (const level of levels) path.push(path.at(-1)?.children?.get(level) as Node);
    for (let depth = levels.length; depth > 0; depth--) {
      const { message, unread, children } = path[depth] as Node;
      if (message !== undefined || unread !== undefined || children !== undefined) break;
      const parent = path[depth - 1] as Node;
      parent.children?.delete(levels[depth - 1] as string);
      if (parent.children?.size === 0) parent.children = undefined;
    }
    this.#branch = { path: "", node: this.#root };
  }

  #forget(message: Message): void {
    this.#size--;
    this.#bytes -= messageBytes(message);
    this.shares.remove(message.publisher.userName, messageBytes(message), message.topic);
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

function branchPath(topic: string): string {
  return topic.slice(0, topic.lastIndexOf("/") + 1);
}

function levelsOf(branchPath: string): string[] {
  return branchPath.split("/").slice(0, -1);
}

function childOf(node: Node, level: string): Node {
  node.children ??= new Map();
  let child = node.children.get(level);
  if (child === undefined) {
    child = new Node();
    node.children.set(level, child);
  }
  return child;
}
