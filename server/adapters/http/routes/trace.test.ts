import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiPaths, withQuery } from "../contract/paths.ts";
import { faultyPackets, trace, tracedPackets, traceState } from "../contract/trace.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";

let door: TestDoor;

beforeEach(async () => {
  door = await openDoor();
});

afterEach(() => door.close());

function textOf({ bytes }: { readonly bytes: string }): string {
  return Buffer.from(bytes, "base64").toString("latin1");
}

describe("a trace", () => {
  it("is begun, read after a sequence number, ended and thrown away", async () => {
    expect((await door.get(apiPaths.trace)).body).toMatchObject({ faulty: { keptPackets: 0 } });
    const begun = await door.send("POST", apiPaths.trace, { clients: ["press-7"], seconds: 60 });
    expect(trace.parse(begun.body)).toMatchObject({
      clients: ["press-7"],
      payloads: "kept",
      whenFull: "drop-oldest",
      endsAt: door.clock.now() + 60_000,
    });
    door.connect({ clientId: "other" });
    door.connect({ clientId: "press-7" }).publish("a/b", "hello");

    const { body: all } = await door.get(apiPaths.tracePackets);
    expect(tracedPackets.parse(all)).toEqual(all);
    expect(all.items).toMatchObject([
      { sequence: 1, direction: "in", clientId: "press-7", connection: 2, version: 5 },
      { sequence: 2, direction: "out", clientId: "press-7" },
      { sequence: 3, direction: "in" },
    ]);
    expect(textOf(all.items[2])).toContain("a/b\u0000hello");
    const { body: rest } = await door.get(withQuery(apiPaths.tracePackets, { after: 1, limit: 1 }));
    expect(rest).toMatchObject({ items: [{ sequence: 2 }], lastSequence: 3 });

    const { body: ended } = await door.send("POST", apiPaths.traceEnd);
    expect(ended).toMatchObject({ ended: { why: "stopped" }, keptPackets: 3 });
    expect((await door.get(apiPaths.tracePackets)).body.items).toHaveLength(3);
    const { body: left } = await door.send("DELETE", apiPaths.trace);
    expect(traceState.parse(left).trace).toBeUndefined();
    expect((await door.get(apiPaths.tracePackets)).body).toEqual({ items: [], lastSequence: 0 });
  });

  it("is one at a time", async () => {
    await door.send("POST", apiPaths.trace, {});
    expect(await door.send("POST", apiPaths.trace, {})).toMatchObject({
      status: 409,
      body: { type: "/problems/trace-running" },
    });
  });

  it("ends by itself, and the stream of events tells of both", async () => {
    const told: string[] = [];
    const abort = new AbortController();
    const stream = await fetch(`${door.base}${apiPaths.events}`, { signal: abort.signal });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const readUntil = async (type: string): Promise<void> => {
      while (!told.join("").includes(`"${type}"`)) told.push((await reader?.read())?.value ?? "");
    };
    await readUntil("streamOpened");
    await door.send("POST", apiPaths.trace, { topics: ["a/#"], seconds: 5 });
    door.clock.advance(5);
    door.clock.advance(1); // what happened meanwhile is told
    await readUntil("traceEnded");
    abort.abort();
    expect(told.join("")).toContain('"traceStarted"');
    expect(told.join("")).toContain('"time-over"');
  });

  it("has no more in one answer than a megabyte", async () => {
    await door.send("POST", apiPaths.trace, {});
    const client = door.connect({ clientId: "press-7" });
    for (let i = 0; i < 30; i++) client.publish("t", "x".repeat(60_000));
    const { body } = await door.get(withQuery(apiPaths.tracePackets, { after: 2, limit: 1_000 }));
    expect(body.items).toHaveLength(17);
    expect(body.lastSequence).toBe(32);
  });

  it.each([
    ["a filter that is none", { topics: ["a", "b#"] }, "invalid-filter", "body.topics.1"],
    ["a time that is none", { seconds: 0 }, "invalid-request", "body.seconds"],
    ["too little memory", { maximumBytes: 10 }, "invalid-request", "body.maximumBytes"],
  ])("is refused for %s", async (_what, body, type, field) => {
    const answer = await door.send("POST", apiPaths.trace, body);
    expect(answer).toMatchObject({ status: 400, body: { type: `/problems/${type}`, errors: [{ field }] } });
  });

  it("cannot be ended or thrown away where there is none", async () => {
    for (const answer of [
      await door.send("POST", apiPaths.traceEnd),
      await door.send("DELETE", apiPaths.trace),
    ])
      expect(answer).toMatchObject({ status: 404, body: { type: "/problems/no-trace" } });
  });
});

describe("faulty packets", () => {
  it("are there without a trace, with why and from where, and without the password", async () => {
    const password = Buffer.from("open-sesame");
    door.connect({ clientId: "press-7", version: 4, userName: "ann", password }, "10.0.0.7").sendBytes(0, 0);
    const { body } = await door.get(apiPaths.faultyPackets);
    expect(faultyPackets.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      items: [{ kind: "malformed", clientId: "press-7", reasonCode: 0x81, peer: { address: "10.0.0.7" } }],
      lastSequence: 1,
    });
    expect((await door.get(apiPaths.trace)).body.faulty).toMatchObject({ keptPackets: 1, droppedPackets: 0 });
    door.connect({ clientId: "", version: 4, cleanStart: false, userName: "ann", password });
    const { body: next } = await door.get(withQuery(apiPaths.faultyPackets, { after: 1 }));
    expect(next.items).toMatchObject([{ kind: "refused", masked: [{}] }]);
    expect(textOf(next.items[0])).not.toContain("open-sesame");
  });
});
