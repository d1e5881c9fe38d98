import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Real, Word } from "./node-pages.ts";
import { MAXIMUM_LEVELS, NO_ROOM, ROOT, TopicIndex } from "./topic-index.ts";

const level = fc.constantFrom("", "a", "b", "ab", "1", "10", "$SYS", "ü");
const topic = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join("/"));

describe("the topic index", () => {
  it("finds the same node for the same bytes, wherever they lie", () => {
    const index = new TopicIndex();
    const id = index.touchPath("a/b");
    expect(index.touch(new TextEncoder().encode("xxa/byy"), 2, 5)).toBe(id);
    expect(index.path(id)).toBe("a/b");
    expect(index.size).toBe(2);
  });

  it("keeps empty levels apart", () => {
    const index = new TopicIndex();
    const ids = ["", "/", "a/", "/a", "a//b", "a/b"].map((path) => index.touchPath(path));
    expect(new Set(ids).size).toBe(6);
    expect(ids.map((id) => index.path(id))).toEqual(["", "/", "a/", "/a", "a//b", "a/b"]);
  });

  it("does not know a topic that was never touched", () => {
    const index = new TopicIndex();
    index.touchPath("a/b");
    expect([index.find("a/c"), index.find("b")]).toEqual([NO_ROOM, NO_ROOM]);
    expect(index.child(index.find("a"), "b")).toBe(index.find("a/b"));
  });

  it("keeps no more nodes and no deeper topics than its limits", () => {
    const index = new TopicIndex(2);
    expect(index.touchPath("a/b")).toBeGreaterThan(0);
    expect(index.touchPath("c")).toBe(NO_ROOM);
    expect(new TopicIndex().touchPath("/".repeat(MAXIMUM_LEVELS))).toBe(NO_ROOM);
  });

  it("holds counts along the path that are equal to a recount", () => {
    fc.assert(
      fc.property(fc.array(topic, { maxLength: 60 }), (messages) => {
        const index = new TopicIndex();
        for (const [at, message] of messages.entries())
          index.count(index.touchPath(message), message.length, at);
        for (let id = ROOT; id <= index.size; id++) {
          const below = id === ROOT ? messages : messages.filter((path) => isAtOrBelow(path, index.path(id)));
          expect(index.nodes.real(id, Real.messageCount)).toBe(below.length);
          expect(index.nodes.word(id, Word.topicCount)).toBe(new Set(below).size);
          expect(index.nodes.real(id, Real.bytesReceived)).toBe(
            below.reduce((sum, path) => sum + path.length, 0),
          );
        }
      }),
    );
  });
});

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}

describe("the rate", () => {
  it("is the messages of the last seconds, and falls to nothing", () => {
    const index = new TopicIndex();
    const id = index.touchPath("a/b");
    for (let at = 100_000; at < 108_000; at += 100) index.count(id, 0, at);
    expect(index.ratePerSecond(index.find("a"), 108_000)).toBeCloseTo(10);
    expect(index.ratePerSecond(id, 110_000)).toBeCloseTo(5);
    expect(index.ratePerSecond(id, 116_000)).toBe(0);
  });
});
