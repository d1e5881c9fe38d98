import type { TopicValue, ValuesBelow } from "../messages/topics.ts";
import type { History } from "../records/history.ts";
import { NO_RECORD } from "../records/record-log.ts";
import { summaryOf } from "../records/stored-message.ts";
import type { RowTree } from "./row-tree.ts";
import { NO_ROOM, type TopicIndex } from "./topic-index.ts";

/** The last values at and below a path, in the order of the tree; the first `limit` of them. */
export function valuesBelow(
  index: TopicIndex,
  history: History,
  tree: RowTree,
  path: string,
  limit: number,
): ValuesBelow {
  const values: TopicValue[] = [];
  let isCut = false;
  const visit = (id: number): void => {
    if (isCut) return;
    const address = history.last(id);
    if (address !== NO_RECORD) {
      if (values.length === limit) isCut = true;
      else values.push({ ...summaryOf(history.log, address), topic: index.path(id) });
    }
    if (tree.hasChildren(id)) for (const child of tree.children(id)) visit(child);
  };
  const top = index.find(path);
  if (top !== NO_ROOM) visit(top);
  return { values, isCut };
}
