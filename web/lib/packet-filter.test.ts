import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FILTER_KEYS, type PacketFacts, readPacketFilter } from "./packet-filter.ts";

const PUBLISH: PacketFacts = {
  name: "PUBLISH",
  direction: "in",
  clientId: "press-7",
  topic: "factory/line-2/state",
  filters: [],
  qos: 2,
  retain: true,
  dup: false,
  packetId: 12,
  reasonCodes: [],
  bytes: 1_500,
  text: "PUBLISH factory/line-2/state QoS 2 press-7",
};
const PUBACK: PacketFacts = {
  ...PUBLISH,
  name: "PUBACK",
  direction: "out",
  topic: undefined,
  qos: undefined,
  retain: undefined,
  dup: undefined,
  reasonCodes: [0x87],
  bytes: 5,
  text: "PUBACK Not authorized",
};

function isMeant(text: string, facts: PacketFacts = PUBLISH): boolean {
  const read = readPacketFilter(text);
  if (read.kind === "fault") throw new Error(`${read.fault} at ${read.at}`);
  return read.matches(facts);
}

describe("the filter of packets", () => {
  it.each([
    "",
    "client:press-7",
    "client:press-*",
    "client:*-7",
    "client:p*s*7",
    "topic:factory/+/state",
    "topic:#",
    "type:publish",
    "TYPE:PUBACK,publish",
    "qos:2 retain:true dup:false",
    "dir:in",
    "id:12",
    "larger-than:1k",
    "larger-than:1.4kB smaller-than:1m",
    "-type:puback -dir:out",
    "LINE-2",
    '"QoS 2"',
    'client:"press-7"',
  ])("means a PUBLISH with %s", (text) => expect(isMeant(text)).toBe(true));

  it.each([
    "client:press",
    "client:*8",
    "client:press-7*7",
    "topic:factory/+",
    "type:connect",
    "qos:1",
    "retain:false",
    "dir:out",
    "id:1",
    "larger-than:1.5k",
    "smaller-than:1k",
    "reason:>=0",
    "-client:press-7",
    "press oven",
  ])("does not with %s", (text) => expect(isMeant(text)).toBe(false));

  it.each([
    ["reason:0x87", true],
    ["reason:135", true],
    ["reason:>=0x80", true],
    ["reason:<0x80", false],
    ["retain:false", false],
    ["topic:#", false],
  ])("asks a PUBACK for %s", (text, expected) => expect(isMeant(text, PUBACK)).toBe(expected));

  it("finds a subscription by its very filter", () => {
    const subscribe = { ...PUBACK, name: "SUBSCRIBE", filters: ["factory/#", "x"] };
    expect([isMeant("topic:factory/#", subscribe), isMeant("topic:factory/a", subscribe)]).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ["qos:3", "badQos", 0],
    ["a  retain:yes", "badFlag", 3],
    ["type:pub", "badType", 0],
    ["type:reserved", "badType", 0],
    ["dir:up", "badDirection", 0],
    ["larger-than:much", "badSize", 0],
    ["reason:bad", "badReason", 0],
    ["id:x", "badId", 0],
    ["topic:a/#/b", "badTopic", 0],
    ["topic:", "noValue", 0],
    ["page:ann", "unknownKey", 0],
    ["constructor:1", "unknownKey", 0],
    ['client:"a b', "openQuote", 7],
  ])("says of %s what is wrong and where", (text, fault, at) => {
    expect(readPacketFilter(text)).toMatchObject({ kind: "fault", fault, at });
  });
});

const VALID = fc.constantFrom(
  "client:press-*",
  "topic:factory/#",
  "type:puback",
  "qos:2",
  "retain:true",
  "dir:in",
  "id:12",
  "reason:>=0x80",
  "larger-than:1k",
  "smaller-than:10",
  "line",
);

it("asks for all of its words, in whatever order, and for none that has a minus", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ word: VALID, isNegated: fc.boolean() }), { maxLength: 6 }),
      fc.constantFrom(PUBLISH, PUBACK),
      (parts, facts) => {
        const text = parts.map(({ word, isNegated }) => (isNegated ? `-${word}` : word)).join("  ");
        const expected = parts.every(({ word, isNegated }) => isMeant(word, facts) !== isNegated);
        expect(isMeant(text, facts)).toBe(expected);
      },
    ),
    { seed: 9 },
  );
});

it("reads whatever is typed, or says at which word it stopped", () => {
  const typed = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom(...FILTER_KEYS), fc.string()).map(([key, value]) => `${key}:${value}`),
  );
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 4 }), (parts) => {
      const text = parts.join(" ");
      const read = readPacketFilter(text);
      if (read.kind === "filter") expect(typeof read.matches(PUBLISH)).toBe("boolean");
      else expect(text.slice(read.at, read.at + read.word.length)).toBe(read.word);
    }),
    { seed: 9, numRuns: 500 },
  );
});
