import { describe, expect, it } from "vitest";
import { TopicIndex } from "../topics/topic-index.ts";
import { TopicMatcher } from "./topic-matcher.ts";
import { WordMatcher } from "./word-matcher.ts";

describe("a topic filter on nodes (MQTT 5.0 §4.7)", () => {
  it.each([
    ["sport/tennis/player1/#", "sport/tennis/player1", true],
    ["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true],
    ["sport/#", "sport", true],
    ["#", "a//b", true],
    ["sport/tennis/+", "sport/tennis/player1", true],
    ["sport/tennis/+", "sport/tennis/player1/ranking", false],
    ["sport/+", "sport", false],
    ["sport/+", "sport/", true],
    ["+/+", "/finance", true],
    ["/+", "/finance", true],
    ["+", "/finance", false],
    ["#", "$SYS/uptime", false],
    ["+/monitor/Clients", "$SYS/monitor/Clients", false],
    ["$SYS/#", "$SYS/uptime", true],
    ["a/b", "a/B", false],
    ["$share/g/a/+", "a/b", true],
  ])("%s against %s: %s", (filter, topic, isMatch) => {
    const index = new TopicIndex();
    expect(new TopicMatcher(index, filter).matches(index.touchPath(topic))).toBe(isMatch);
  });
});

describe("words on nodes", () => {
  it.each([
    [["temp"], "Factory/TEMPerature", true],
    [["fac", "per"], "Factory/TEMPerature", true],
    [["y/t"], "Factory/TEMPerature", true],
    [["oven"], "Factory/TEMPerature", false],
    [["größe"], "Haus/GRÖSSE/Größe", true],
  ])("%j in %s: %s", (words, topic, isMatch) => {
    const index = new TopicIndex();
    expect(new WordMatcher(index, words).matches(index.touchPath(topic))).toBe(isMatch);
  });
});
