import { expect, it } from "vitest";
import { type FigureId, knownFigures } from "./known-figures.ts";
import type { SysRow } from "./use-sys-values.ts";

const message = { index: 1, at: 0, preview: "1", previewKind: "text", isPreviewCut: false } as const;
const flags = { payloadBytes: 1, qos: 0, retain: true, dup: false } as const;

function rows(...topics: readonly string[]): readonly SysRow[] {
  return topics.map((topic, topicId) => ({
    value: { topicId, topic, ...message, ...flags },
    change: undefined,
  }));
}

function topicOf(figures: ReturnType<typeof knownFigures>, id: FigureId) {
  return figures.get(id)?.value.topic;
}

it("knows mosquitto's names, and takes no average for a counter", () => {
  const figures = knownFigures(
    rows(
      "$SYS/broker/load/bytes/received/1min",
      "$SYS/broker/bytes/received",
      "$SYS/broker/messages/received",
      "$SYS/broker/publish/messages/received",
      "$SYS/broker/clients/connected",
    ),
  );
  expect(topicOf(figures, "bytesReceived")).toBe("$SYS/broker/bytes/received");
  expect(topicOf(figures, "messagesReceived")).toBe("$SYS/broker/publish/messages/received");
  expect(topicOf(figures, "clients")).toBe("$SYS/broker/clients/connected");
  expect(topicOf(figures, "uptime")).toBeUndefined();
});

it("knows EMQX's and VerneMQ's names", () => {
  const emqx = knownFigures(
    rows(
      "$SYS/brokers/emqx@127.0.0.1/metrics/messages/sent",
      "$SYS/brokers/emqx@127.0.0.1/stats/connections/count",
    ),
  );
  expect([topicOf(emqx, "messagesSent"), topicOf(emqx, "clients")]).toEqual([
    "$SYS/brokers/emqx@127.0.0.1/metrics/messages/sent",
    "$SYS/brokers/emqx@127.0.0.1/stats/connections/count",
  ]);
  const verne = knownFigures(rows("$SYS/VerneMQ@10.0.0.1/mqtt/publish/received"));
  expect(topicOf(verne, "messagesReceived")).toBe("$SYS/VerneMQ@10.0.0.1/mqtt/publish/received");
});
