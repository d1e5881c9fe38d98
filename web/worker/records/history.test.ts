import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TopicIndex } from "../topics/topic-index.ts";
import { History, MINIMUM_HISTORY_BUDGET_BYTES } from "./history.ts";
import type { PacketBytes } from "./record-log.ts";

function packet(payload: Uint8Array): PacketBytes {
  return {
    buffer: payload,
    propertiesStart: 0,
    propertiesEnd: 0,
    payloadStart: 0,
    end: payload.length,
  };
}

function text(payload: string): PacketBytes {
  return packet(new TextEncoder().encode(payload));
}

function setUp() {
  const index = new TopicIndex();
  const history = new History(index, MINIMUM_HISTORY_BUDGET_BYTES);
  let at = 0;
  const keep = (topic: string, payload: PacketBytes) => {
    const node = index.touchPath(topic);
    index.count(node, payload.end, ++at);
    history.append(node, at, 0, payload);
    return node;
  };
  const held = (node: number) => {
    const payloads: string[] = [];
    history.back(node, history.newestIndex(node), Number.MAX_SAFE_INTEGER, (address) =>
      payloads.push(new TextDecoder().decode(history.log.payload(address))),
    );
    return payloads;
  };
  return { index, history, keep, held };
}

describe("the history", () => {
  it("gives a topic's messages back, newest first, and each by its number", () => {
    const { history, keep, held } = setUp();
    const node = keep("a", text("1"));
    keep("b", text("x"));
    keep("a", text("2"));
    keep("a", text("3"));
    expect(held(node)).toEqual(["3", "2", "1"]);
    expect(history.log.payload(history.find(node, 2))).toEqual(new TextEncoder().encode("2"));
    expect(history.find(node, 4)).toBe(-1);
  });

  it("keeps the last message of a silent topic whole while another floods it out", () => {
    const { history, keep, held } = setUp();
    const big = new Uint8Array(1_000_000).fill(0x61);
    const silent = keep("silent", packet(big));
    const noise = new Uint8Array(1_000);
    for (let n = 0; n < 40_000; n++) keep("noise", packet(noise));
    expect(held(silent)).toEqual(["a".repeat(1_000_000)]);
    expect(history.evicted).toBeGreaterThan(30_000);
    expect(history.log.bytes).toBeLessThan(MINIMUM_HISTORY_BUDGET_BYTES + 1_000_000 + 4 * 262_144);
  });

  it("keeps a few messages of each topic while another floods", () => {
    const { keep, held } = setUp();
    const quiet = ["q1", "q2", "q3"].map((topic) => [1, 2, 3].map((n) => keep(topic, text(`${n}`)))[0] ?? 0);
    for (let n = 0; n < 30_000; n++) keep("noise", packet(new Uint8Array(500)));
    for (const node of quiet) expect(held(node)).toEqual(["3", "2", "1"]);
  });

  it("keeps only the last of each when the topics are many", () => {
    const { index, history, keep, held } = setUp();
    for (let round = 0; round < 4; round++) {
      for (let n = 0; n < 20_000; n++) keep(`t/${n}`, text(`${round} ${"x".repeat(200)}`));
    }
    expect(history.floor).toBe(1);
    const node = index.find("t/7");
    expect(held(node)[0]).toMatch(/^3 x/);
    expect(history.historyBytes).toBeLessThan(MINIMUM_HISTORY_BUDGET_BYTES + 4 * 262_144);
  });

  it("forgets a topic's history but its last message on request", () => {
    const { history, keep, held } = setUp();
    const node = keep("a", text("1"));
    keep("a", text("2"));
    history.clear(node);
    expect(held(node)).toEqual(["2"]);
    keep("a", text("3"));
    expect(held(node)).toEqual(["3", "2"]);
  });

  it("has no gaps and no foreign messages, whatever comes", () => {
    const message = fc.record({
      topic: fc.constantFrom("a", "b", "c"),
      bytes: fc.integer({ min: 4, max: 200_000 }),
    });
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 120 }), (messages) => {
        const { index, history, keep } = setUp();
        const sent = new Map<string, number[]>();
        for (const { topic, bytes } of messages) {
          keep(topic, packet(new Uint8Array(bytes)));
          sent.set(topic, [...(sent.get(topic) ?? []), bytes]);
        }
        for (const [topic, sizes] of sent) {
          const node = index.find(topic);
          const held: number[] = [];
          history.back(node, history.newestIndex(node), Number.MAX_SAFE_INTEGER, (address, number) => {
            expect([history.log.node(address), history.log.index(address)]).toEqual([node, number]);
            held.push(history.log.payloadBytes(address));
          });
          expect(held.length).toBe(history.newestIndex(node) - history.oldestIndex(node) + 1);
          expect(held).toEqual(sizes.reverse().slice(0, held.length));
        }
      }),
      { numRuns: 50 },
    );
  });
});
