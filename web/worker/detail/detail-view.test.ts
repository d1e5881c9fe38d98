import { describe, expect, it } from "vitest";
import { createWorkspace } from "../test-support/workspace.ts";
import { seriesOf } from "./history-rows.ts";

type Workspace = ReturnType<typeof createWorkspace>;

function update({ tree, detail }: Workspace) {
  return detail.update(tree.selected, tree.lists.all, 2_000);
}

function select(workspace: Workspace, path: string) {
  workspace.tree.select(path);
  workspace.tree.update(0);
}

describe("the selected topic", () => {
  it("comes with its last message whole, once, until something changes", () => {
    const workspace = createWorkspace();
    const node = workspace.message("a/x", '{"t":1}', { retain: true });
    select(workspace, "a/x");
    const { detail, history } = update(workspace);
    expect(detail).toMatchObject({
      id: node,
      path: "a/x",
      isRetained: true,
      ownMessageCount: 1,
      numericFields: ["t"],
    });
    expect(new TextDecoder().decode(detail?.last?.payload)).toBe('{"t":1}');
    expect(history).toBeNull();
    expect(update(workspace)).toEqual({ detail: undefined, history: undefined, branch: undefined });
    select(workspace, "nowhere");
    expect(update(workspace).detail).toBeNull();
  });

  it("shows its history, newest first, each against the one before", () => {
    const workspace = createWorkspace();
    for (const payload of ["20", "21.5", "21.5", "off"]) workspace.message("a", payload);
    select(workspace, "a");
    workspace.detail.viewHistory(undefined, 10);
    const { history } = update(workspace);
    expect(history?.rows.map((row) => [row.index, row.preview, row.change])).toEqual([
      [4, "off", { kind: "other", byteDifference: -1 }],
      [3, "21.5", { kind: "same" }],
      [2, "21.5", { kind: "number", difference: 1.5 }],
      [1, "20", { kind: "first" }],
    ]);
    workspace.detail.viewHistory(2, 1);
    expect(update(workspace).history?.rows.map((row) => [row.index, row.change.kind])).toEqual([
      [2, "number"],
    ]);
  });

  it("gives numbers over time, from any message on", () => {
    const { history, message } = createWorkspace();
    let node = 0;
    for (const payload of ["1", "x", "2", "3"]) node = message("a", payload);
    const all = seriesOf(history, node, "", 1, 100);
    expect([[...all.values], all.skipped, all.nextIndex]).toEqual([[1, 2, 3], 1, 5]);
    expect([...seriesOf(history, node, "", 4, 100).values]).toEqual([3]);
    expect([...seriesOf(history, node, "", 5, 100).values]).toEqual([]);
    expect([...seriesOf(history, node, "", 1, 2).values]).toEqual([2, 3]);
  });
});

describe("the selected branch", () => {
  it("shows the merged stream below it, what was and what comes", () => {
    const workspace = createWorkspace();
    for (const [topic, payload] of [
      ["a/x", "1"],
      ["b", "no"],
      ["a/y/z", "2"],
      ["a/x", "3"],
    ] as const) {
      workspace.message(topic, payload);
    }
    select(workspace, "a");
    workspace.detail.viewBranch(undefined, 10);
    expect(update(workspace).branch?.isFilling).toBe(true);
    workspace.message("a/y/z", "4", { at: 3_000 });
    workspace.message("b", "no", { at: 3_001 });
    workspace.finish();
    const { branch } = update(workspace);
    expect(branch?.rows.map((row) => `${row.position} ${row.topic} ${row.preview}`)).toEqual([
      "3 a/y/z 4",
      "2 a/x 3",
      "1 a/y/z 2",
      "0 a/x 1",
    ]);
    expect(branch).toMatchObject({ start: 0, end: 4, isFilling: false });
  });

  it("holds the newest messages of many topics", () => {
    const workspace = createWorkspace();
    for (let n = 0; n < 12_000; n++) workspace.message(`a/${n % 5_000}`, `${n}`);
    select(workspace, "a");
    workspace.detail.viewBranch(undefined, 3);
    detailAt(workspace, 20_000);
    workspace.finish();
    const branch = detailAt(workspace, 20_000).branch;
    expect(branch?.rows.map((row) => row.preview)).toEqual(["11999", "11998", "11997"]);
    expect(branch?.end).toBe(2_000);
    workspace.detail.viewBranch(0, 1);
    expect(detailAt(workspace, 20_000).branch?.rows.map((row) => row.preview)).toEqual(["10000"]);
  });
});

function detailAt({ tree, detail }: Workspace, now: number) {
  return detail.update(tree.selected, tree.lists.all, now);
}
