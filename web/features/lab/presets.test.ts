import { describe, expect, it } from "vitest";
import { draftOf, isWillTopicWrong, optionsOf } from "./lab-draft.ts";
import { newDraft, PRESET_IDS, presetOf } from "./presets.ts";

const target = { url: "ws://localhost/mqtt", version: 5, userName: "", password: "" } as const;

describe("the ready-made clients", () => {
  it.each(PRESET_IDS)("%s can be started as it is", (id) => {
    const { draft } = presetOf(id, target, "x");
    expect(draft.clientId).toBe(`${id}-x`);
    expect(isWillTopicWrong(draft)).toBe(false);
  });

  it("announces what its will takes back", () => {
    const { draft, beginning } = presetOf("sensor", target, "x");
    expect(beginning.messages[0]?.topic).toBe(draft.will?.topic);
  });
});

describe("a draft", () => {
  it("leaves out what is not to be sent", () => {
    expect(optionsOf(newDraft(target))).not.toHaveProperty("userName");
    expect(optionsOf({ ...newDraft(target), userName: "u", password: "p" })).toMatchObject({
      userName: "u",
      password: "p",
    });
  });

  it("comes back from what a client was started with", () => {
    const { draft } = presetOf("sensor", target, "x");
    expect(draftOf(optionsOf(draft))).toEqual(draft);
  });

  it("cannot have a will on a topic with wildcards", () => {
    const { draft } = presetOf("sensor", target, "x");
    expect(isWillTopicWrong({ ...draft, will: draft.will && { ...draft.will, topic: "a/#" } })).toBe(true);
  });
});
