import { useMemo } from "react";
import type { Format } from "../../lib/format.ts";
import { useIsNarrow } from "../../lib/media.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { DupMark } from "../../ui/dup-mark.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import type { Column } from "../../ui/table-column.ts";
import type { LiveSubscription, StreamRow } from "../../worker/messages.ts";
import { SubscriptionMark } from "./subscription-mark.tsx";

/** A subscription by its key, as long as it is in the list. */
export type FindSubscription = (key: string) => LiveSubscription | undefined;

/** The start of a payload on one line, or what else it is. */
function Preview({ row, texts, format }: { row: StreamRow; texts: Catalogue["messages"]; format: Format }) {
  if (row.previewKind === "empty") return <span className="font-sans text-muted italic">{texts.empty}</span>;
  if (row.previewKind === "bytes") {
    return (
      <span className="font-sans text-muted italic">{texts.binary(format.bytes(row.payloadBytes))}</span>
    );
  }
  return <span className="whitespace-pre">{row.preview}</span>;
}

function Marks({ keys, find }: { keys: readonly string[]; find: FindSubscription }) {
  const known = keys.flatMap((key) => find(key) ?? []);
  return (
    <span className="inline-flex items-center gap-0.5 align-middle">
      {known.map(({ key, colour, filter }) => (
        <SubscriptionMark key={key} number={key} colour={colour} title={filter} />
      ))}
    </span>
  );
}

function Signs({ row }: { row: StreamRow }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <QosPips qos={row.qos} />
      {row.retain && <RetainedPin isFlag />}
      {row.dup && <DupMark />}
    </span>
  );
}

function wideColumns(
  find: FindSubscription,
  texts: Catalogue["messages"],
  format: Format,
): readonly Column<StreamRow>[] {
  const { columns, columnTips } = texts;
  return [
    {
      id: "marks",
      title: columns.marks,
      width: 52,
      explanation: columnTips.marks,
      cell: (row) => <Marks keys={row.subscriptionKeys} find={find} />,
    },
    { id: "time", title: columns.time, width: 112, showFrom: 560, cell: (row) => format.time(row.at) },
    {
      id: "topic",
      title: columns.topic,
      width: 300,
      isMonospace: true,
      cell: (row) => <span title={row.topic}>{row.topic}</span>,
    },
    {
      id: "payload",
      title: columns.payload,
      width: 200,
      minimumWidth: 80,
      isFlexible: true,
      isMonospace: true,
      cell: (row) => <Preview row={row} texts={texts} format={format} />,
    },
    {
      id: "size",
      title: columns.size,
      width: 72,
      isEndAligned: true,
      cell: (row) => format.bytes(row.payloadBytes),
    },
    {
      id: "signs",
      title: columns.signs,
      width: 84,
      explanation: columnTips.signs,
      cell: (row) => <Signs row={row} />,
    },
    {
      id: "age",
      title: columns.age,
      width: 64,
      isEndAligned: true,
      showFrom: 760,
      cell: (row) => <Age at={row.at} isShort className="text-muted" />,
    },
  ];
}

function narrowColumns(
  find: FindSubscription,
  texts: Catalogue["messages"],
  format: Format,
): readonly Column<StreamRow>[] {
  return [
    {
      id: "message",
      title: texts.title,
      width: 200,
      isFlexible: true,
      cell: (row) => (
        <span className="flex flex-col">
          <span className="flex items-center gap-2">
            <Marks keys={row.subscriptionKeys} find={find} />
            <span className="min-w-0 flex-1 truncate font-mono text-sm">{row.topic}</span>
            <Age at={row.at} isShort className="text-sm text-muted" />
          </span>
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-mono text-sm text-muted">
              <Preview row={row} texts={texts} format={format} />
            </span>
            <Signs row={row} />
            <span className="text-sm text-muted">{format.bytes(row.payloadBytes)}</span>
          </span>
        </span>
      ),
    },
  ];
}

/** The columns of the stream; one with two lines on a narrow screen. */
export function useStreamColumns(find: FindSubscription): readonly Column<StreamRow>[] {
  const texts = useTexts().messages;
  const format = useFormat();
  const isNarrow = useIsNarrow();
  return useMemo(
    () => (isNarrow ? narrowColumns(find, texts, format) : wideColumns(find, texts, format)),
    [isNarrow, find, texts, format],
  );
}
