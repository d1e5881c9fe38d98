import { utf8ByteLength, writeUtf8 } from "../../../protocol/bytes/utf8.ts";
import type { Subscription } from "../session/subscription.ts";
import { type Route, targetsOf } from "./route.ts";
import { hashTopic, type Topic } from "./topic.ts";
import { TopicTree } from "./topic-tree.ts";

/** A power of two: exact filters are counted in as many groups by their hash. */
const EXACT_GROUPS = 4096;

/**
 * Remembers on each topic where its messages go. A change to a filter with wildcards outdates every route; a change to
 * an exact filter, which is what most clients make when they connect, only those of topics in its hash group.
 */
export class RouteTable {
  readonly tree = new TopicTree();
  #wildcardChanges = 0;
  readonly #exactChanges = new Uint32Array(EXACT_GROUPS);

  add(subscription: Subscription): void {
    this.tree.add(subscription);
    this.#outdate(subscription.topicFilter);
  }

  remove(subscription: Subscription): void {
    this.tree.remove(subscription);
    this.#outdate(subscription.topicFilter);
  }

  of(topic: Topic): Route {
    const route = topic.route;
    const exactChanges = this.#exactChanges[topic.hash & (EXACT_GROUPS - 1)] as number;
    if (
      route !== undefined &&
      route.wildcardChanges === this.#wildcardChanges &&
      route.exactChanges === exactChanges
    ) {
      return route;
    }
    const { subscriptions, groups } = this.tree.match(topic.name); // [5 MQTT-3.3.2-3] [3 MQTT-3.3.2-3]
    const fresh = {
      targets: targetsOf(subscriptions),
      groups,
      wildcardChanges: this.#wildcardChanges,
      exactChanges,
    };
    topic.route = fresh;
    return fresh;
  }

  #outdate(filter: string): void {
    if (filter.includes("+") || filter.includes("#")) {
      this.#wildcardChanges++;
      return;
    }
    const bytes = new Uint8Array(utf8ByteLength(filter));
    writeUtf8(bytes, 0, filter);
    const group = hashTopic(bytes, 0, bytes.length) & (EXACT_GROUPS - 1);
    this.#exactChanges[group]!++;
  }
}
