import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowTree } from "./row-tree.ts";
import { ROOT, TopicIndex } from "./topic-index.ts";

const level = fc.constantFrom("a", "b", "c", "d", "1", "2", "10");
const path = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join("/"));
const step = fc.record({ do: fc.constantFrom("insert", "insert", "toggle", "remove"), path });

function rowsOf(tree: RowTree): readonly number[] {
  const ids: number[] = [];
  tree.rows(0, Number.MAX_SAFE_INTEGER, (id) => ids.push(id));
  return ids;
}

/** The rows as a plain walk over sorted children gives them. */
function walk(tree: RowTree, index: TopicIndex, members: ReadonlySet<number>, parent: number): number[] {
  return [...members]
    .filter((id) => index.parent(id) === parent)
    .sort((a, b) => index.compareNames(a, b))
    .flatMap((id) => [id, ...(tree.isExpanded(id) ? walk(tree, index, members, id) : [])]);
}

describe("the rows", () => {
  it("are those of a plain walk after any insertions, togglings and removals", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const index = new TopicIndex();
        const tree = new RowTree(index, false);
        for (const { do: action, path } of steps) {
          const id = index.touchPath(path);
          if (action === "insert") tree.insert(id);
          else if (action === "remove") tree.remove(id);
          else tree.setExpanded(id, !tree.isExpanded(id));
        }
        const members = new Set(
          Array.from({ length: index.size }, (_, n) => n + 1).filter((id) => tree.has(id)),
        );
        const expected = walk(tree, index, members, ROOT);
        expect(rowsOf(tree)).toEqual(expected);
        expect(tree.total).toBe(expected.length);
        for (const [row, id] of expected.entries()) {
          expect(tree.at(row)).toBe(id);
          expect(tree.rowOf(id)).toBe(row);
        }
        expect(tree.at(expected.length)).toBeUndefined();
        for (const id of members) if (!expected.includes(id)) expect(tree.rowOf(id)).toBe(-1);
      }),
    );
  });

  it("are found among 10,000 children in every window", () => {
    const index = new TopicIndex();
    const tree = new RowTree(index, true);
    for (let n = 0; n < 10_000; n++)
      tree.insert(index.touchPath(`plant/device-${(n * 7919) % 10_000}/state`));
    expect(tree.total).toBe(20_001);
    const names: string[] = [];
    tree.rows(10_001, 4, (id, depth) => names.push(`${depth} ${index.path(id)}`));
    expect(names).toEqual([
      "1 plant/device-5000",
      "2 plant/device-5000/state",
      "1 plant/device-5001",
      "2 plant/device-5001/state",
    ]);
    expect(tree.rowOf(index.find("plant/device-9999/state"))).toBe(20_000);
  });

  it("close and open a branch with all that is open below it", () => {
    const index = new TopicIndex();
    const tree = new RowTree(index, true);
    for (const path of ["a/b/c", "a/d", "e"]) tree.insert(index.touchPath(path));
    tree.setExpanded(index.find("a"), false);
    expect(rowsOf(tree).map((id) => index.path(id))).toEqual(["a", "e"]);
    tree.insert(index.touchPath("a/b/x"));
    tree.setExpanded(index.find("a"), true);
    expect(rowsOf(tree).map((id) => index.path(id))).toEqual(["a", "a/b", "a/b/c", "a/b/x", "a/d", "e"]);
  });
});
