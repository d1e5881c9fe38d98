import { utf8ByteLength, writeUtf8 } from "../../../protocol/bytes/utf8.ts";
import type { Subscription } from "../session/subscription.ts";
import { type Route, targetsOf } from "./route.ts";
import { hashTopic, type Topic } from "./topic.ts";
import { TopicTree } from "./topic-tree.ts";

/** A power of two: topics whose routes are remembered are gathered in as many groups by their hash. */
const GROUPS = 4096;
/** What a remembered route is taken to need with its topic, beside the name, and for each place that it leads to. */
const ROUTE_BYTES = 400;
const PLACE_BYTES = 100;
/** When they need more all are forgotten: many topics, each with many subscribers, would fill the memory. */
const MAXIMUM_ROUTE_BYTES = 64 * 1024 * 1024;

/**
 * Remembers on each topic where its messages go. A change to a filter with wildcards ends every route; a change to an
 * exact filter, which is what most clients make when they connect, only those of topics in its hash group. A route that
 * has ended leaves its topic at once: it would keep the sessions that it leads to. That costs no more than making it did.
 */
export class RouteTable {
  readonly tree = new TopicTree();
  readonly #maximumBytes: number;
  /** The topics that have a route, by group. */
  readonly #routed = new Map<number, Topic[]>();
  #bytes = 0;

  constructor(maximumBytes = MAXIMUM_ROUTE_BYTES) {
    this.#maximumBytes = maximumBytes;
  }

  add(subscription: Subscription): void {
    this.tree.add(subscription);
    this.#outdate(subscription.topicFilter);
  }

  remove(subscription: Subscription): void {
    this.tree.remove(subscription);
    this.#outdate(subscription.topicFilter);
  }

  of(topic: Topic): Route {
    return topic.route ?? this.#find(topic);
  }

  #find(topic: Topic): Route {
    const { subscriptions, groups } = this.tree.match(topic.name); // [5 MQTT-3.3.2-3] [3 MQTT-3.3.2-3]
    const route = { targets: targetsOf(subscriptions), groups };
    const bytes = bytesOf(topic, route);
    if (this.#bytes + bytes > this.#maximumBytes) this.#forgetAll();
    this.#bytes += bytes;
    const group = topic.hash & (GROUPS - 1);
    const others = this.#routed.get(group);
    if (others === undefined) this.#routed.set(group, [topic]);
    else others.push(topic);
    topic.route = route;
    return route;
  }

  #outdate(filter: string): void {
    if (filter.includes("+") || filter.includes("#")) this.#forgetAll();
    else {
      const bytes = new Uint8Array(utf8ByteLength(filter));
      writeUtf8(bytes, 0, filter);
      this.#forget(hashTopic(bytes, 0, bytes.length) & (GROUPS - 1));
    }
  }

  #forgetAll(): void {
    for (const group of this.#routed.keys()) this.#forget(group);
  }

  #forget(group: number): void {
    for (const topic of this.#routed.get(group) ?? []) {
      if (topic.route !== undefined) this.#bytes -= bytesOf(topic, topic.route);
      topic.route = undefined;
    }
    this.#routed.delete(group);
  }
}

/** The topic counts too: that it has a route keeps it. */
function bytesOf({ bytes }: Topic, { targets, groups }: Route): number {
  return ROUTE_BYTES + bytes.length + PLACE_BYTES * (targets.length + groups.length);
}
