import { describe, expect, it } from "vitest";
import { createWorkspace } from "../test-support/workspace.ts";
import { completionsOf } from "./completion.ts";

describe("completion of a topic", () => {
  const { index, marks, tree, message } = createWorkspace();
  for (const topic of ["house/kitchen/temp", "house/kitchen/state", "house/kids", "office/kitchen/temp"]) {
    message(topic);
  }
  message("house/kitchen/state", "on", { retain: true });

  const complete = (text: string, limit = 10) =>
    completionsOf(index, marks, tree.lists.all, text, limit).map((completion) => completion.topic);

  it("goes on level by level, the most used first", () => {
    expect(complete("house/ki", 2)).toEqual(["house/kitchen/", "house/kids"]);
    expect(complete("house/kitchen/", 2)).toEqual(["house/kitchen/state", "house/kitchen/temp"]);
    expect(complete("")).toEqual(["house/", "office/"]);
  });

  it("falls back to topics that contain the words", () => {
    expect(complete("temp")).toEqual(["house/kitchen/temp", "office/kitchen/temp"]);
    expect(complete("office temp")).toEqual(["office/kitchen/temp"]);
    expect(complete("nothing")).toEqual([]);
  });

  it("says what is retained", () => {
    expect(completionsOf(index, marks, tree.lists.all, "house/kitchen/s", 1)).toEqual([
      { topic: "house/kitchen/state", messageCount: 2, isBranch: false, isRetained: true },
    ]);
  });
});
