import { describe, expect, it } from "vitest";
import { createWorkspace } from "../test-support/workspace.ts";

describe("the tree of a small broker", () => {
  it("opens by itself, but for $SYS", () => {
    const { message, screen } = createWorkspace();
    for (const topic of ["$SYS/broker/uptime", "house/kitchen/temp", "house/door"]) message(topic);
    expect(screen()).toEqual(["v house", "  - door", "  v kitchen", "    - temp", "> $SYS"]);
  });

  it("stays as the user left it", () => {
    const { tree, message, screen, index } = createWorkspace();
    message("house/door");
    tree.toggle(index.find("house"));
    message("house/window");
    message("garden/lamp");
    expect(screen()).toEqual(["> garden", "> house"]);
  });

  it("closes again when the broker turns out to be large while it loads", () => {
    const { message, screen } = createWorkspace();
    for (let n = 0; n < 60; n++) message(`site-${n}/temp`);
    expect(new Set(screen().map((line) => line[0]))).toEqual(new Set([">"]));
  });

  it("keeps the way to the selected topic open when it closes again", () => {
    const { tree, message, screen } = createWorkspace();
    tree.select("site-0/temp");
    message("site-0/temp");
    tree.update(0);
    for (let n = 1; n < 60; n++) message(`site-${n}/temp`);
    expect(screen().slice(0, 3)).toEqual(["v site-0", "  - temp", "> site-1"]);
  });

  it("stays open when it grows later", () => {
    const { tree, message, screen } = createWorkspace();
    message("house/door");
    tree.lists.endLoading();
    for (let n = 0; n < 60; n++) message(`site-${n}/temp`);
    expect(screen().slice(0, 2)).toEqual(["v house", "  - door"]);
  });

  it("opens again what was open before", () => {
    const { tree, message, screen } = createWorkspace();
    tree.lists.wantExpanded("house");
    tree.lists.wantExpanded("house/kitchen");
    for (const topic of ["house/kitchen/temp", "house/cellar/temp", "garden/lamp"]) message(topic);
    expect(screen()).toEqual(["> garden", "v house", "  > cellar", "  v kitchen", "    - temp"]);
    expect(tree.lists.expandedPaths(10)).toEqual(["house", "house/kitchen"]);
  });
});

describe("rows under the pointer", () => {
  it("wait while they would move others, and come when the pointer leaves", () => {
    const { tree, message, screen, index } = createWorkspace();
    message("b/x");
    tree.lists.hold(true);
    message("a/y/z");
    message("a/y/w");
    tree.toggle(index.find("b"), false);
    message("b/c");
    expect(screen()).toEqual(["> b"]);
    expect(tree.update(0).window?.waitingRows).toBe(2);
    tree.toggle(index.find("b"), true);
    expect(screen()).toEqual(["v b", "  - c", "  - x"]);
    tree.lists.hold(false);
    expect(screen()).toEqual(["> a", "v b", "  - c", "  - x"]);
  });
});

describe("the window", () => {
  it("is sent when it changed, and of its rows only those that changed", () => {
    const { tree, message, index } = createWorkspace();
    message("a/x", "1", { retain: true });
    message("a/y", "2");
    tree.view(0, 10);
    const first = tree.update(1_010);
    expect(first.rows.map((row) => [row.path, row.preview, row.isRetained])).toEqual([
      ["a", "", false],
      ["a/x", "1", true],
      ["a/y", "2", false],
    ]);
    expect(first.window).toMatchObject({ total: 3, first: 0, topicCount: 2 });
    expect(tree.update(1_010)).toEqual({ window: undefined, rows: [] });
    message("a/y", "3");
    expect(tree.update(1_010).rows.map((row) => [row.path, row.messageCount, row.preview])).toEqual([
      ["a", 3, ""],
      ["a/y", 2, "3"],
    ]);
    tree.toggle(index.find("a"));
    expect(tree.update(1_010).window).toMatchObject({ total: 1, rowIds: [index.find("a")] });
  });

  it("says where the selected row is, and waits for one that is not there yet", () => {
    const { tree, message, index } = createWorkspace();
    message("b/x");
    tree.toggle(index.find("b"), false);
    tree.select("b/x");
    expect(tree.update(0).window).toMatchObject({ selectedId: index.find("b/x"), selectedRow: 1 });
    tree.select("a/late");
    expect(tree.update(0).window).toMatchObject({ selectedId: undefined, selectedRow: -1 });
    message("a/late");
    expect(tree.update(0).window).toMatchObject({ selectedId: index.find("a/late"), selectedRow: 1 });
  });

  it("finds rows by their first letters, and the row above", () => {
    const { tree, message, index } = createWorkspace();
    for (const topic of ["a/kitchen", "a/cellar", "b/kitchen"]) message(topic);
    expect(tree.typeAhead({ text: "KI", fromRow: 3 })).toEqual({ row: 4, id: index.find("b/kitchen") });
    expect(tree.typeAhead({ text: "ki", fromRow: 5 })).toEqual({ row: 2, id: index.find("a/kitchen") });
    expect(tree.typeAhead({ text: "x", fromRow: 0 })).toEqual({ row: -1, id: -1 });
    expect([tree.parentRow(index.find("b/kitchen")), tree.parentRow(index.find("a"))]).toEqual([3, -1]);
  });
});

describe("topics without a message", () => {
  it("are shown while a subscription or a session knows them", () => {
    const { tree, message, screen } = createWorkspace();
    message("a/x");
    tree.know({ type: "knownTopics", origin: "subscription", topics: ["a/wanted", "c/d"] });
    tree.know({ type: "knownTopics", origin: "session", topics: ["c/d"] });
    tree.view(0, 10);
    expect(tree.update(0).rows.map((row) => [row.path, row.origin])).toEqual([
      ["a", "branch"],
      ["a/wanted", "subscription"],
      ["a/x", "message"],
      ["c", "branch"],
      ["c/d", "session"],
    ]);
    tree.know({ type: "knownTopics", origin: "subscription", topics: [] });
    expect(screen()).toEqual(["v a", "  - x", "v c", "  - d"]);
    tree.know({ type: "knownTopics", origin: "session", topics: [] });
    expect(screen()).toEqual(["v a", "  - x"]);
  });
});

describe("the retained mark", () => {
  it("outlives a reconnect only where the broker tells it again", () => {
    const { index, marks, message } = createWorkspace();
    const [kept, gone] = [message("kept", "1", { retain: true }), message("gone", "1", { retain: true })];
    marks.beginRetelling();
    marks.set(kept);
    expect([marks.isRetained(kept), marks.isRetained(gone), marks.mayBeToldAgain(gone)]).toEqual([
      true,
      true,
      true,
    ]);
    marks.endRetelling();
    expect([marks.isRetained(index.find("kept")), marks.isRetained(gone)]).toEqual([true, false]);
    marks.clear(kept);
    expect(marks.isRetained(kept)).toBe(false);
  });
});
