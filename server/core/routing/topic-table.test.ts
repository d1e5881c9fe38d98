import { describe, expect, it } from "vitest";
import { MqttError } from "../../../protocol/errors.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { utf8 } from "../test-support/packets.ts";
import { hashTopic } from "./topic.ts";
import { TopicTable } from "./topic-table.ts";

/** More names than both generations of the table hold. */
const MANY = 100_000;

function createTable(limits = {}): TopicTable {
  return new TopicTable({ maximumTopicBytes: 100, maximumTopicLevels: 5, ...limits });
}

function reasonOf(task: () => unknown): number | undefined {
  try {
    task();
    return undefined;
  } catch (error) {
    return error instanceof MqttError ? error.reasonCode : -1;
  }
}

describe("the table of topics", () => {
  it("gives one topic for one name, wherever its bytes lie", () => {
    const table = createTable();
    const buffer = utf8("xxa/€yy");
    const topic = table.find(buffer, 2, 7);
    expect([topic.name, table.named("a/€") === topic]).toEqual(["a/€", true]);
    buffer.fill(0);
    expect([...topic.bytes]).toEqual([...utf8("a/€")]);
  });

  it("finds every name while it forgets those not used for long", () => {
    const table = createTable();
    const often = table.named("often");
    for (let number = 0; number < MANY; number++) {
      expect(table.named(`t/${number}`).name).toBe(`t/${number}`);
      if (number % 1000 === 0) expect(table.named("often")).toBe(often);
    }
    expect(table.named("t/0").name).toBe("t/0");
  });

  it("forgets names that are long in all before they fill the memory", () => {
    const table = new TopicTable({ maximumTopicBytes: 100, maximumTopicLevels: 5 }, 1_000);
    const first = table.named("first");
    for (let number = 0; number < 10; number++) table.named(String(number).repeat(90));
    expect(table.named("first")).toBe(first);
    for (let number = 0; number < 30; number++) table.named(`n${String(number).padStart(90, "0")}`);
    expect(table.named("first")).not.toBe(first);
  });

  it("tells names apart that fall on one place, also where there are too many to be remembered", () => {
    const names = Array.from({ length: 2 * MANY }, (_, number) => `c/${number}`);
    const crowded = names.filter((name) => (hashTopic(utf8(name), 0, name.length) & 0xffff) < 64);
    expect(crowded.length).toBeGreaterThan(64 + 32);
    const table = createTable();
    for (const name of [...crowded, ...crowded]) expect(table.named(name).name).toBe(name);
  });

  it.each([
    ["a/+", ReasonCode.TopicNameInvalid],
    ["a/#", ReasonCode.TopicNameInvalid],
    ["", ReasonCode.TopicNameInvalid],
    ["1/2/3/4/5/6", ReasonCode.TopicNameInvalid],
    ["x".repeat(101), ReasonCode.TopicNameInvalid],
    ["a\0b", ReasonCode.MalformedPacket],
  ])("refuses %j, each time anew", (name, code) => {
    const table = createTable();
    expect([reasonOf(() => table.named(name)), reasonOf(() => table.named(name))]).toEqual([code, code]);
  });

  it("refuses bytes that are no UTF-8", () => {
    const table = createTable();
    expect(reasonOf(() => table.find(Uint8Array.of(0xc3, 0x28), 0, 2))).toBe(ReasonCode.MalformedPacket);
  });

  it("takes what is just within the limits", () => {
    expect(createTable().named("1/2/3/4/5").name).toBe("1/2/3/4/5");
    expect(createTable().named("x".repeat(100)).name).toHaveLength(100);
  });
});
