import { describe, expect, it } from "vitest";
import type { FromWorker, TopicRow, TopicWindow, ToWorker } from "../worker/messages.ts";
import { connectFrames } from "./frames.ts";
import { createLiveStores } from "./stores.ts";
import { type MessageEnd, WorkerPort } from "./worker-port.ts";

function setUp() {
  const sent: ToWorker[] = [];
  const end: MessageEnd = { postMessage: (message) => void sent.push(message), onmessage: null };
  const port = new WorkerPort(end);
  const stores = createLiveStores();
  const paints: (() => void)[] = [];
  const painted: (() => void)[] = [];
  connectFrames(port, stores, {
    beforePaint: (callback) => void paints.push(callback),
    afterPaint: (callback) => void painted.push(callback),
    now: () => 0,
  });
  return {
    port,
    stores,
    sent,
    say: (message: FromWorker) => end.onmessage?.({ data: message }),
    paint: () => {
      for (const callback of paints.splice(0)) callback();
      for (const callback of painted.splice(0)) callback();
    },
  };
}

function row(id: number, messageCount: number): TopicRow {
  return {
    id,
    path: `t${id}`,
    name: `t${id}`,
    depth: 0,
    hasChildren: false,
    isExpanded: false,
    topicCount: 1,
    messageCount,
    ratePerSecond: 0,
    preview: "",
    previewKind: "empty",
    isPreviewCut: false,
    payloadBytes: 0,
    isRetained: false,
    qos: 0,
    lastAt: 0,
    changeSequence: messageCount,
    origin: "message",
  };
}

function window(rowIds: readonly number[]): TopicWindow {
  const { window: empty } = createLiveStores().topics.getState();
  return { ...empty, rowIds, total: rowIds.length };
}

describe("a frame", () => {
  it("reaches the stores with the next paint, and the next frame is asked for after it", () => {
    const { stores, sent, say, paint } = setUp();
    say({ type: "frame", topics: window([1]), topicRows: [row(1, 5)] });
    expect(stores.topics.getState().window.total).toBe(0);
    paint();
    expect(stores.topics.getState().window.total).toBe(1);
    expect(sent).toEqual([{ type: "frameDrawn", milliseconds: 0 }]);
  });

  it("leaves rows that did not change the same objects, and forgets those out of sight", () => {
    const { stores, say, paint } = setUp();
    say({ type: "frame", topics: window([1, 2]), topicRows: [row(1, 5), row(2, 5)] });
    paint();
    const before = stores.topics.getState();
    say({ type: "frame", topicRows: [row(2, 6)] });
    paint();
    const after = stores.topics.getState();
    expect(after.rows.get(1)).toBe(before.rows.get(1));
    expect(after.rows.get(2)?.messageCount).toBe(6);
    expect(after.window).toBe(before.window);
    say({ type: "frame", topics: window([2]) });
    paint();
    expect([...stores.topics.getState().rows.keys()]).toEqual([2]);
  });

  it("touches only the stores it speaks of, and takes null for nothing selected", () => {
    const { stores, say, paint } = setUp();
    const { stream, detail } = { stream: stores.stream.getState(), detail: stores.detail.getState() };
    say({ type: "frame", topics: window([]) });
    paint();
    expect(stores.stream.getState()).toBe(stream);
    expect(stores.detail.getState()).toBe(detail);
    say({ type: "frame", history: { topicId: 1, newestIndex: 1, oldestIndex: 1, rows: [] } });
    say({ type: "frame", history: null });
    paint();
    expect(stores.detail.getState().history).toBeUndefined();
  });
});

describe("questions", () => {
  it("are answered each by its own answer", async () => {
    const { port, sent, say } = setUp();
    const [first, second] = [port.ask("rowOf", { id: 1 }), port.ask("rowOf", { id: 2 })];
    const ids = sent.map((message) => (message.type === "ask" ? message.requestId : -1));
    say({ type: "answer", requestId: ids[1] ?? -1, answer: 20 });
    say({ type: "answer", requestId: ids[0] ?? -1, answer: 10 });
    expect(await Promise.all([first, second])).toEqual([10, 20]);
  });

  it("fail loudly when the worker does", async () => {
    const { port, stores, sent, say } = setUp();
    const answer = port.ask("rowOf", { id: 1 });
    const requestId = sent[0]?.type === "ask" ? sent[0].requestId : -1;
    say({ type: "fault", message: "broken", requestId });
    await expect(answer).rejects.toThrow("broken");
    expect(stores.faults.getState()).toEqual([{ type: "fault", message: "broken", requestId }]);
  });
});
