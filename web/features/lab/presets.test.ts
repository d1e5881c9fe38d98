import { describe, expect, it } from "vitest";
import { connectProblems, isSendable } from "../../lib/connect-draft.ts";
import { PRESET_IDS, presetOf } from "./presets.ts";

const target = { version: 5, userName: "", password: "", isScram: false } as const;

describe("the ready-made clients", () => {
  it.each(PRESET_IDS)("%s can be started as it is", (id) => {
    const { draft } = presetOf(id, target, "x");
    expect(draft.clientId).toBe(`${id}-x`);
    expect(isSendable(connectProblems(draft))).toBe(true);
  });

  it("announces what its will takes back", () => {
    const { draft, beginning } = presetOf("sensor", target, "x");
    expect(beginning.messages[0]?.topic).toBe(draft.will?.topic);
  });
});
