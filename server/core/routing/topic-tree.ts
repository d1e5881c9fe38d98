import type { Subscription } from "../session/subscription.ts";
import { SharedGroup } from "./shared-group.ts";

/** One level of a topic filter. Maps are made when there is something to put into them: most nodes are leaves. */
class Node {
  children: Map<string, Node> | undefined = undefined;
  /** The one subscription of most filters, which spares them a set of 150 bytes; with a second one all are in `subscriptions`. */
  subscription: Subscription | undefined = undefined;
  subscriptions: Set<Subscription> | undefined = undefined;
  groups: Map<string, SharedGroup> | undefined = undefined;

  get isEmpty(): boolean {
    const { children, subscription, subscriptions, groups } = this;
    return (
      children === undefined &&
      subscription === undefined &&
      subscriptions === undefined &&
      groups === undefined
    );
  }
}

/** What matches one topic. */
export interface Matches {
  readonly subscriptions: Subscription[];
  readonly groups: SharedGroup[];
}

/**
 * Every subscription, by the levels of its filter (MQTT 5.0 §4.7). A match visits the nodes that match, no others, and
 * neither depth nor a crafted set of filters costs stack.
 */
export class TopicTree {
  readonly #root = new Node();
  #size = 0;
  #sharedSize = 0;

  get size(): number {
    return this.#size;
  }

  get sharedSize(): number {
    return this.#sharedSize;
  }

  add(subscription: Subscription): void {
    let node = this.#root;
    for (const level of subscription.topicFilter.split("/")) {
      node.children ??= new Map();
      let child = node.children.get(level);
      if (child === undefined) {
        child = new Node();
        node.children.set(level, child);
      }
      node = child;
    }
    this.#size++;
    if (subscription.shareName === undefined) {
      addOrdinary(node, subscription);
      return;
    }
    this.#sharedSize++;
    node.groups ??= new Map();
    let group = node.groups.get(subscription.shareName);
    if (group === undefined) {
      group = new SharedGroup(subscription.shareName);
      node.groups.set(subscription.shareName, group);
    }
    group.add(subscription);
  }

  remove(subscription: Subscription): void {
    const levels = subscription.topicFilter.split("/");
    const path: Node[] = [this.#root];
    for (const level of levels) {
      const child = path.at(-1)?.children?.get(level);
      if (child === undefined) return;
      path.push(child);
    }
    const node = path.at(-1) as Node;
    this.#size--;
    if (subscription.shareName === undefined) removeOrdinary(node, subscription);
    else {
      this.#sharedSize--;
      removeShared(node, subscription, subscription.shareName);
    }
    prune(path, levels);
  }

  /** The subscriptions of `$share/shareName/topicFilter`; undefined if there are none. */
  group(shareName: string, topicFilter: string): SharedGroup | undefined {
    let node: Node | undefined = this.#root;
    for (const level of topicFilter.split("/")) node = node?.children?.get(level);
    return node?.groups?.get(shareName);
  }

  match(topic: string): Matches {
    const matches: Matches = { subscriptions: [], groups: [] };
    const levels = topic.split("/");
    const last = levels.length;
    // wildcards at the first level do not match topics that begin with $ [5 MQTT-4.7.2-1]
    const isSystem = topic.startsWith("$");
    let nodes: Node[] = [this.#root];
    for (let depth = 0; depth < last && nodes.length > 0; depth++) {
      const level = levels[depth] as string;
      const next: Node[] = [];
      for (const node of nodes) {
        const { children } = node;
        if (children === undefined) continue;
        const exact = children.get(level);
        if (exact !== undefined) next.push(exact);
        if (isSystem && depth === 0) continue;
        const plus = children.get("+");
        if (plus !== undefined) next.push(plus);
        const hash = children.get("#");
        if (hash !== undefined) collect(hash, matches);
      }
      nodes = next;
    }
    for (const node of nodes) {
      collect(node, matches);
      // `a/#` matches `a` too (§4.7.1.2)
      const hash = node.children?.get("#");
      if (hash !== undefined) collect(hash, matches);
    }
    return matches;
  }

  *[Symbol.iterator](): Iterator<Subscription> {
    const stack: Node[] = [this.#root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.subscription !== undefined) yield node.subscription;
      if (node.subscriptions !== undefined) yield* node.subscriptions;
      for (const group of node.groups?.values() ?? []) yield* group.members;
      for (const child of node.children?.values() ?? []) stack.push(child);
    }
  }
}

function collect(node: Node, matches: Matches): void {
  if (node.subscription !== undefined) matches.subscriptions.push(node.subscription);
  if (node.subscriptions !== undefined) {
    for (const subscription of node.subscriptions) matches.subscriptions.push(subscription);
  }
  if (node.groups !== undefined) for (const group of node.groups.values()) matches.groups.push(group);
}

function addOrdinary(node: Node, subscription: Subscription): void {
  if (node.subscriptions !== undefined) node.subscriptions.add(subscription);
  else if (node.subscription === undefined) node.subscription = subscription;
  else {
    node.subscriptions = new Set([node.subscription, subscription]);
    node.subscription = undefined;
  }
}

function removeOrdinary(node: Node, subscription: Subscription): void {
  if (node.subscription === subscription) node.subscription = undefined;
  node.subscriptions?.delete(subscription);
  if (node.subscriptions?.size === 0) node.subscriptions = undefined;
}

function removeShared(node: Node, subscription: Subscription, shareName: string): void {
  const group = node.groups?.get(shareName);
  group?.remove(subscription);
  if (group?.size === 0) node.groups?.delete(shareName);
  if (node.groups?.size === 0) node.groups = undefined;
}

/** Takes out nodes that hold nothing any more, from the leaf up. */
function prune(path: readonly Node[], levels: readonly string[]): void {
  for (let depth = levels.length; depth > 0; depth--) {
    if (!(path[depth] as Node).isEmpty) return;
    const parent = path[depth - 1] as Node;
    parent.children?.delete(levels[depth - 1] as string);
    if (parent.children?.size === 0) parent.children = undefined;
  }
}
