import { DEFAULT_LIMITS } from "../../server/core/ports/limits.ts";
import { TopicTable } from "../../server/core/routing/topic-table.ts";
import { TopicTree } from "../../server/core/routing/topic-tree.ts";
import { createSession } from "../../server/core/session/session.ts";
import { subscriptionTo } from "../../server/core/test-support/subscriptions.ts";
import { type Case, sink } from "./ratio.ts";

const RECEIVE_MAXIMUM = 20;
const SUBSCRIPTIONS = 100_000;
const TOPICS = 1000;
const LEVEL_WIDTH = 100;

/** Finding topics by their bytes, one after the other. */
export function topicTableCase(): Case {
  const table = new TopicTable(DEFAULT_LIMITS);
  const names = Array.from({ length: TOPICS }, (_, index) =>
    new TextEncoder().encode(`plant/${index}/speed`),
  );
  return {
    name: "topic table: find one of 1,000",
    operations: TOPICS,
    run: () => {
      for (const name of names) sink.value += table.find(name, 0, name.length).hash;
    },
  };
}

/** Matching a topic against many subscriptions of all kinds, of which four match. */
export function topicTreeCase(): Case {
  const tree = new TopicTree();
  const session = createSession("s", undefined, RECEIVE_MAXIMUM, 0);
  for (let index = 0; index < SUBSCRIPTIONS; index++) {
    tree.add(subscriptionTo(session, `plant/${index % LEVEL_WIDTH}/${index}/speed`));
  }
  for (const filter of ["plant/+/42/speed", "plant/#", "+/42/+/+"]) tree.add(subscriptionTo(session, filter));
  return {
    name: "topic tree: match in 100,000",
    operations: 1,
    run: () => {
      sink.value += tree.match("plant/42/42/speed").subscriptions.length;
    },
  };
}
