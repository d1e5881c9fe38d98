import { describe, expect, it } from "vitest";
import { createWorkspace } from "../test-support/workspace.ts";

describe("the filter over 200,000 topics", () => {
  const workspace = createWorkspace();
  const topics = Array.from(
    { length: 200_000 },
    (_, n) => `plant/line-${n % 100}/Device${Math.floor(n / 100)}/${n % 3 === 0 ? "temp" : "state"}`,
  );
  for (const topic of topics) workspace.message(topic);

  function found(text: string): number {
    workspace.tree.filter(text);
    workspace.finish();
    const window = workspace.tree.update(0).window;
    expect(window?.filter.phase).toBe("done");
    return window?.filter.matches ?? -1;
  }

  it.each([
    ["plant/+/Device7/temp", (topic: string) => /^plant\/[^/]+\/Device7\/temp$/.test(topic)],
    ["plant/line-42/#", (topic: string) => topic.startsWith("plant/line-42/")],
    ["device19 LINE-9 temp", (topic: string) => /device19.*temp/i.test(topic) && topic.includes("line-9")],
    ["nothing of the kind", () => false],
  ])("%s finds what a plain search finds", (text, isMatch) => {
    expect(found(text)).toBe(topics.filter(isMatch).length);
  });

  it("works in slices, and says how far it is", () => {
    const { tree, slices } = workspace;
    tree.filter("line-1");
    slices.run(0);
    expect(tree.update(0).window?.filter).toMatchObject({ phase: "searching", searched: 500 });
    tree.filter("");
    expect(slices.isIdle).toBe(true);
    expect(tree.update(0).window?.filter.phase).toBe("none");
  });
});

describe("the filtered tree", () => {
  it("shows what matches with what is above it, opened, and takes in what comes", () => {
    const { tree, message, finish, screen } = createWorkspace();
    for (const topic of ["a/temp", "a/state", "b/temp/raw", "c/x"]) message(topic);
    tree.filter("temp");
    finish();
    message("d/temp");
    message("d/other");
    expect(screen()).toEqual(["v a", "  - temp", "v b", "  v temp", "    - raw", "v d", "  - temp"]);
  });

  it("follows what messages change", () => {
    const { tree, message, finish, screen } = createWorkspace();
    message("a/x", "off");
    tree.filter("payload:on");
    finish();
    expect(screen()).toEqual([]);
    message("a/x", "ON");
    expect(screen()).toEqual(["v a", "  - x"]);
  });

  it("shows everything while the text is wrong, and says where", () => {
    const { tree, message, finish, screen } = createWorkspace();
    message("a/x");
    tree.filter("a/#/x");
    finish();
    expect(screen()).toEqual(["v a", "  - x"]);
    expect(tree.update(0).window?.filter.problem).toEqual({ code: "hash-not-last", offset: 2, part: "#" });
  });
});

describe("opening everything", () => {
  it("opens all below, and closes it", () => {
    const { tree, message, finish, screen } = createWorkspace();
    for (let n = 0; n < 50; n++) message(`a/b${n}/c/d`);
    message("z");
    tree.expandBelow();
    finish();
    expect(tree.lists.shown.total).toBe(152);
    tree.collapseBelow();
    finish();
    expect(screen()).toEqual(["> a", "- z"]);
  });
});
