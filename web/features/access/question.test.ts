import { describe, expect, it } from "vitest";
import { linesAround, problemsOf, type Question, queryOf } from "./question.ts";

const question: Question = { clientId: "c", user: "", action: "publish", topic: "a/b" };

describe("a question of rights", () => {
  it("without a user name asks for a client without one", () => {
    expect(queryOf(question)).toEqual({ clientId: "c", action: "publish", topic: "a/b" });
    expect(queryOf({ ...question, user: "ann" })).toMatchObject({ user: "ann" });
  });

  it("is not asked while it is no question", () => {
    expect(queryOf({ ...question, clientId: "" })).toBeUndefined();
    expect(problemsOf({ ...question, topic: "a/#" })).toMatchObject({ topic: "badTopic" });
    expect(problemsOf({ ...question, topic: "" })).toMatchObject({ topic: "badTopic" });
    expect(problemsOf({ ...question, action: "subscribe", topic: "a/#" }).topic).toBeUndefined();
    expect(problemsOf({ ...question, action: "subscribe", topic: "a#" })).toMatchObject({
      topic: "badFilter",
    });
  });
});

describe("the lines around one", () => {
  it("are those of the file, with their numbers", () => {
    expect(linesAround("a\nb\r\nc\nd", 2, 1)).toEqual([
      { line: 1, text: "a" },
      { line: 2, text: "b" },
      { line: 3, text: "c" },
    ]);
    expect(linesAround("a\nb\n", 1, 3).map(({ line }) => line)).toEqual([1, 2]);
  });
});
