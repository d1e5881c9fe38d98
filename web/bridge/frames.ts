import type { Fault, Frame, TopicRow } from "../worker/messages.ts";
import type { DetailView, LabView, LiveStores, TopicsView } from "./stores.ts";
import type { WorkerPort } from "./worker-port.ts";

const MAXIMUM_FAULTS_KEPT = 50;

/** When to draw, and how to learn that it is drawn. */
export interface FramePacer {
  /** Calls back before the next paint. */
  beforePaint(callback: () => void): void;
  /** Calls back once what was changed meanwhile is on the screen. */
  afterPaint(callback: () => void): void;
  now(): number;
}

/** The browser's own pace. A hidden tab paints nothing, so the worker then sends nothing. */
export function browserPacer(): FramePacer {
  // a message sent before a paint is delivered after it
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return {
    beforePaint: (callback) => requestAnimationFrame(callback),
    afterPaint: (callback) => {
      waiting.push(callback);
      channel.port2.postMessage(undefined);
    },
    now: () => performance.now(),
  };
}

/** Writes each frame of the worker into the stores, one per painted frame, and asks for the next. */
export function connectFrames(port: WorkerPort, stores: LiveStores, pacer: FramePacer): void {
  port.onFrame = (frame) => {
    pacer.beforePaint(() => {
      const startedAt = pacer.now();
      applyFrame(stores, frame);
      pacer.afterPaint(() => port.send({ type: "frameDrawn", milliseconds: pacer.now() - startedAt }));
    });
  };
  port.onFault = (fault) => recordFault(stores, fault);
}

/** Keeps the last faults for the page to show. */
export function recordFault(stores: LiveStores, fault: Fault): void {
  stores.faults.setState([...stores.faults.getState(), fault].slice(-MAXIMUM_FAULTS_KEPT), true);
}

function applyFrame(stores: LiveStores, frame: Frame): void {
  if (frame.connection) stores.connection.setState(frame.connection, true);
  if (frame.topics || frame.topicRows) {
    stores.topics.setState(nextTopics(stores.topics.getState(), frame), true);
  }
  if (frame.detail !== undefined || frame.history !== undefined || frame.branch !== undefined) {
    stores.detail.setState(nextDetail(stores.detail.getState(), frame), true);
  }
  if (frame.stream) stores.stream.setState(frame.stream, true);
  if (frame.lab || frame.labLog !== undefined)
    stores.lab.setState(nextLab(stores.lab.getState(), frame), true);
  if (frame.cost) stores.cost.setState(frame.cost, true);
}

function nextTopics(before: TopicsView, frame: Frame): TopicsView {
  const window = frame.topics ?? before.window;
  const changed = new Map(frame.topicRows?.map((row) => [row.id, row]));
  const rows = new Map<number, TopicRow>();
  for (const id of window.rowIds) {
    const row = changed.get(id) ?? before.rows.get(id);
    if (row) rows.set(id, row);
  }
  return { window, rows };
}

function nextDetail(before: DetailView, frame: Frame): DetailView {
  return {
    detail: frame.detail === undefined ? before.detail : (frame.detail ?? undefined),
    history: frame.history === undefined ? before.history : (frame.history ?? undefined),
    branch: frame.branch === undefined ? before.branch : (frame.branch ?? undefined),
  };
}

function nextLab(before: LabView, frame: Frame): LabView {
  return {
    clients: frame.lab ?? before.clients,
    log: frame.labLog === undefined ? before.log : (frame.labLog ?? undefined),
  };
}
