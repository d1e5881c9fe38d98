import { describe, expect, it } from "vitest";
import { utf8 } from "../test-support/packets.ts";
import { OutboundAliases } from "./outbound-aliases.ts";

/** Tells topics in turn; what goes out for each: "1=name" sets an alias, "1" uses it, "name" is by name alone. */
function tell(maximum: number, ...names: readonly string[]): string[] {
  const aliases = new OutboundAliases(maximum);
  return names.map((name) => {
    const topic = { name, bytes: utf8(name) };
    const known = aliases.of(topic);
    const alias = known === 0 ? aliases.offer(topic) : known;
    aliases.use(topic, alias);
    if (known > 0) return String(known);
    return alias > 0 ? `${alias}=${name}` : name;
  });
}

describe("the aliases given on a connection", () => {
  it("are numbered from 1 to the maximum as topics come, and then used [5 MQTT-3.3.2-8] [5 MQTT-3.3.2-11]", () => {
    const told = tell(2, "topic-a", "topic-b", "topic-b", "topic-a", "topic-c");
    expect(told).toEqual(["1=topic-a", "2=topic-b", "2", "1", "topic-c"]);
  });

  it("go from the least recently used topic to one that comes a second time", () => {
    const told = tell(2, "topic-a", "topic-b", "topic-a", "topic-c", "topic-c", "topic-c", "topic-a");
    expect(told).toEqual(["1=topic-a", "2=topic-b", "1", "topic-c", "2=topic-c", "2", "1"]);
  });

  it("are taken back by a topic that comes again twice", () => {
    const told = tell(1, "topic-a", "topic-b", "topic-b", "topic-a", "topic-a", "topic-a");
    expect(told).toEqual(["1=topic-a", "topic-b", "1=topic-b", "topic-a", "1=topic-a", "1"]);
  });

  it("stay where they are while topics that come once pass by", () => {
    const told = tell(2, "topic-a", "topic-b", "topic-c", "topic-d", "topic-e", "topic-c", "topic-a");
    expect(told).toEqual(["1=topic-a", "2=topic-b", "topic-c", "topic-d", "topic-e", "topic-c", "1"]);
  });

  it("are not for topics so short that an alias saves nothing", () => {
    expect(tell(1, "abcd", "abcd", "abcde", "abcde", "abcd", "abcd")).toEqual([
      "abcd",
      "abcd",
      "1=abcde",
      "1",
      "abcd",
      "abcd",
    ]);
  });

  it("are counted in bytes, not characters", () => {
    expect(tell(1, "€€")).toEqual(["1=€€"]);
  });

  it("belong to a name: the same topic made anew has the alias it had", () => {
    const aliases = new OutboundAliases(1);
    aliases.use({ name: "topic", bytes: utf8("topic") }, 1);
    expect(aliases.of({ name: "topic" })).toBe(1);
  });

  it("are not changed by asking", () => {
    const aliases = new OutboundAliases(2);
    const topic = { name: "topic", bytes: utf8("topic") };
    expect([aliases.offer(topic), aliases.offer(topic), aliases.of(topic), aliases.size]).toEqual([
      1, 1, 0, 0,
    ]);
  });

  it("take as many topics as the protocol has numbers for", () => {
    const aliases = new OutboundAliases(65_535);
    const given = new Set<number>();
    for (let number = 0; number < 140_000; number++) {
      const name = `topic-${number % 70_000}`;
      const topic = { name, bytes: utf8(name) };
      const alias = aliases.of(topic) || aliases.offer(topic);
      aliases.use(topic, alias);
      given.add(alias);
    }
    expect([aliases.size, given.size, Math.max(...given)]).toEqual([65_535, 65_536, 65_535]);
  });
});
