import { useMemo } from "react";
import type { QueueEntry } from "../../../server/adapters/http/contract/session-queue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { PayloadPreview } from "../../ui/payload-preview.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import type { Column } from "../../ui/table-column.ts";
import { TimeLeft } from "./client-cells.tsx";
import { QueuePlace, QueueTopic } from "./queue-cells.tsx";
import type { QueueBounds } from "./use-queue.ts";

export interface QueueColumnSources {
  readonly bounds: QueueBounds | undefined;
  /** An instant of the broker's clock on the reader's. */
  readonly toLocal: (at: number) => number;
}

/** The columns of a queue; the narrower, the fewer. */
export function useQueueColumns({ bounds, toLocal }: QueueColumnSources): readonly Column<QueueEntry>[] {
  const texts = useTexts().clients.queue;
  const { noBytes } = useTexts().clients.will;
  const format = useFormat();
  const { inflight = 0, oldestId, nextToDrop } = bounds ?? {};
  return useMemo(
    (): readonly Column<QueueEntry>[] => [
      {
        id: "place",
        title: texts.place,
        explanation: texts.placeTip,
        width: 52,
        isEndAligned: true,
        cell: (entry, index) => <QueuePlace entry={entry} place={index + 1 - inflight} />,
      },
      {
        id: "topic",
        title: texts.topic,
        width: 160,
        minimumWidth: 120,
        isFlexible: true,
        cell: (entry) => (
          <QueueTopic
            entry={entry}
            isOldest={entry.id === oldestId}
            isNextToDrop={nextToDrop === "oldest" && entry.id === oldestId}
          />
        ),
      },
      {
        id: "payload",
        title: texts.payload,
        width: 136,
        showFrom: 860,
        cell: ({ message }) =>
          message && (
            <span className="flex">
              <PayloadPreview base64={message.payloadStart} empty={noBytes} />
            </span>
          ),
      },
      {
        id: "publisher",
        title: texts.publisher,
        width: 88,
        showFrom: 560,
        cell: ({ message }) =>
          message && (
            <span className="font-mono text-sm" title={publisherOf(message)}>
              {message.publisherClientId}
            </span>
          ),
      },
      { id: "qos", title: "QoS", width: 48, showFrom: 420, cell: ({ qos }) => <QosPips qos={qos} /> },
      {
        id: "size",
        title: texts.size,
        explanation: texts.sizeTip,
        width: 68,
        isEndAligned: true,
        cell: ({ message }) => message && format.bytes(message.bytes),
      },
      {
        id: "age",
        title: texts.age,
        width: 68,
        isEndAligned: true,
        cell: ({ message }) => message && <Age at={toLocal(message.receivedAt)} isShort />,
      },
      {
        id: "expires",
        title: texts.expires,
        width: 88,
        isEndAligned: true,
        showFrom: 480,
        cell: ({ message }) =>
          message &&
          (message.expiresAt === undefined ? (
            <span className="text-faint">{texts.never}</span>
          ) : (
            <TimeLeft until={toLocal(message.expiresAt)} isShort />
          )),
      },
    ],
    [texts, noBytes, format, toLocal, inflight, oldestId, nextToDrop],
  );
}

function publisherOf({ publisherClientId, publisherUserName }: NonNullable<QueueEntry["message"]>): string {
  return publisherUserName === undefined ? publisherClientId : `${publisherClientId} (${publisherUserName})`;
}
