import { WordMatcher } from "../filter/word-matcher.ts";
import type { Completion } from "../messages/topics.ts";
import { Real } from "./node-pages.ts";
import type { RetainedMarks } from "./retained-marks.ts";
import type { RowTree } from "./row-tree.ts";
import { NO_ROOM, ROOT, type TopicIndex } from "./topic-index.ts";

/** Children looked at under one level, and topics looked at for words: an answer comes at once, or is incomplete. */
const MAXIMUM_CHILDREN = 100_000;
const MAXIMUM_SEARCHED = 50_000;

/** What completes a topic that is being typed: first levels that go on as it begins, then topics with its words. */
export function completionsOf(
  index: TopicIndex,
  marks: RetainedMarks,
  tree: RowTree,
  text: string,
  limit: number,
): readonly Completion[] {
  const ids = nextLevels(index, tree, text);
  if (ids.length < limit && text !== "") {
    for (const id of withWords(index, text, limit - ids.length)) if (!ids.includes(id)) ids.push(id);
  }
  return ids.slice(0, limit).map((id) => {
    const isBranch = tree.hasChildren(id) && !index.isTopic(id);
    return {
      topic: index.path(id) + (isBranch ? "/" : ""),
      messageCount: index.nodes.real(id, Real.messageCount),
      isBranch,
      isRetained: marks.isRetained(id),
    };
  });
}

/** Children of the typed levels whose names begin with what is typed of the next, the most used first. */
function nextLevels(index: TopicIndex, tree: RowTree, text: string): number[] {
  const slash = text.lastIndexOf("/");
  const parent = slash < 0 ? ROOT : index.find(text.slice(0, slash));
  if (parent === NO_ROOM) return [];
  const begin = text.slice(slash + 1);
  const found: number[] = [];
  let looked = 0;
  for (const child of tree.children(parent)) {
    if (++looked > MAXIMUM_CHILDREN) break;
    if (index.name(child).startsWith(begin)) found.push(child);
  }
  return found.sort(
    (a, b) => index.nodes.real(b, Real.messageCount) - index.nodes.real(a, Real.messageCount),
  );
}

function withWords(index: TopicIndex, text: string, limit: number): readonly number[] {
  const words = new WordMatcher(index, text.toLowerCase().split(/\s+/).filter(Boolean));
  const found: number[] = [];
  const last = Math.min(index.size, MAXIMUM_SEARCHED);
  for (let id = 1; id <= last && found.length < limit; id++) {
    if (index.isTopic(id) && words.matches(id)) found.push(id);
  }
  return found;
}
