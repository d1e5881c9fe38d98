import { describe, expect, it } from "vitest";
import { newProfile } from "../../bridge/profiles.ts";
import { NEW_WILL } from "../../lib/connect-draft.ts";
import { filtersOf, isUsable, profileProblems } from "./profile-problems.ts";

const profile = { ...newProfile("p1"), url: "wss://broker.example.org:8084/mqtt" };
const problemsOf = (changes: Partial<typeof profile>, isPageSecure = false) =>
  profileProblems({ ...profile, ...changes }, isPageSecure);

describe("address", () => {
  it.each(["", "broker.example.org", "http://broker.example.org", "mqtt://broker.example.org", "ws://"])(
    "refuses %j",
    (url) => {
      expect(problemsOf({ url }).url).toBe("not-websocket");
    },
  );

  it("takes ws only where the page came without TLS", () => {
    expect(problemsOf({ url: "ws://localhost:9001" }).url).toBeUndefined();
    expect(problemsOf({ url: "ws://localhost:9001" }, true).url).toBe("mixed-content");
  });
});

it("wants a topic for a will, without wildcards", () => {
  for (const [topic, isRight] of [
    ["a/+", false],
    ["", false],
    ["a/b", true],
  ] as const) {
    expect(isUsable(problemsOf({ will: { ...NEW_WILL, topic } }))).toBe(isRight);
  }
});

it("names the filter that is none", () => {
  const baseFilters = filtersOf("a/#\nb#\n", []);
  expect(problemsOf({ baseFilters }).wrongFilter).toBe("b#");
});

it("reads filters a line, once each, and keeps their QoS", () => {
  expect(filtersOf("a\n\n  \nb\na", [{ filter: "b", qos: 2 }])).toEqual([
    { filter: "a", qos: 0 },
    { filter: "b", qos: 2 },
  ]);
});
