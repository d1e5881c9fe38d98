import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LiveEvent } from "../contract/events.ts";
import { apiPaths, withQuery } from "../contract/paths.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";

let door: TestDoor;

beforeEach(async () => {
  door = await openDoor();
});

afterEach(() => door.close());

/** Opens the stream and reads until an event of `last` has come. */
async function openStream(query: Record<string, string>, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const answer = await fetch(door.base + withQuery(apiPaths.events, query), {
    headers,
    signal: abort.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const events = (): LiveEvent[] =>
    [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? "") as LiveEvent);
  return {
    answer,
    text: () => text,
    close: () => abort.abort(),
    until: async (last: LiveEvent["type"]): Promise<LiveEvent[]> => {
      while (!events().some(({ type }) => type === last)) {
        const chunk = await reader?.read();
        if (chunk?.value === undefined) break;
        text += chunk.value;
      }
      return events();
    },
    rest: async (): Promise<LiveEvent[]> => {
      for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read())
        text += chunk.value;
      return events();
    },
  };
}

describe("the event stream", () => {
  it("tells what happens to a client, live", async () => {
    const stream = await openStream({});
    expect(stream.answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.answer.headers.get("content-security-policy")).toContain("default-src 'self'");
    await stream.until("streamOpened");
    const client = door.connect({ clientId: "press-7" });
    client.subscribe("a/#");
    client.disconnect();
    door.clock.advance(1);
    const events = await stream.until("clientDisconnected");
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["streamOpened", "clientConnected", "subscribed", "clientDisconnected"]),
    );
    expect(stream.text()).toMatch(/^retry: 2000\n\ndata: .*\n\nid: \d+-1\ndata: /);
  });

  it("tells only the types that were asked for, messages among them", async () => {
    const stream = await openStream({ types: "messageReceived,clientDisconnected" });
    await stream.until("streamOpened");
    expect(door.observer.wantsMessages).toBe(true);
    const client = door.connect({ clientId: "press-7" });
    client.publish("a", "1");
    client.disconnect();
    door.clock.advance(1);
    const events = await stream.until("clientDisconnected");
    expect(events.slice(1)).toMatchObject([
      { type: "messageReceived", clientId: "press-7", topic: "a", payloadBytes: 1 },
      { type: "clientDisconnected", cause: "normal" },
    ]);
  });

  it("replays by Last-Event-ID, in the header or the query", async () => {
    door.connect({ clientId: "one" });
    door.connect({ clientId: "two" });
    const { startedAt } = door.broker.inside.info();
    const byHeader = await openStream({}, { "last-event-id": `${startedAt}-1` });
    const [opened, ...missed] = await byHeader.until("clientConnected");
    expect(opened).toMatchObject({ startedAt, isComplete: true, replayed: missed.length });
    const byQuery = await openStream({ lastEventId: `${startedAt}-1` });
    expect((await byQuery.until("clientConnected")).slice(1)).toEqual(missed);
  });

  it("says which of the types is none", async () => {
    const { status, body } = await door.get(
      withQuery(apiPaths.events, { types: "clientConnected,clientGone" }),
    );
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field: "query.types" }]);
    expect(body.detail).toContain('"clientGone"');
  });

  it("ends when the server closes, after the last event", async () => {
    const stream = await openStream({});
    await stream.until("streamOpened");
    door.connect({ clientId: "last" });
    await door.close();
    expect(await stream.rest()).toContainEqual(
      expect.objectContaining({ type: "clientConnected", clientId: "last" }),
    );
  });
});
