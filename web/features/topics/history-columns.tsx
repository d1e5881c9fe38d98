import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { DupMark } from "../../ui/dup-mark.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import type { Column } from "../../ui/table-column.ts";
import type { HistoryRow, MessageSummary } from "../../worker/messages.ts";
import { changeText } from "./change-text.ts";
import { Preview } from "./topic-value.tsx";

type Words = Catalogue["topics"]["history"];

const SIZE_FROM_PIXELS = 420;
const FLAGS_FROM_PIXELS = 460;

/** Columns of the history of one topic. */
export function historyColumns(words: Words, format: Format): readonly Column<HistoryRow>[] {
  return [
    timeColumn(words, format),
    {
      id: "change",
      title: words.change,
      width: 84,
      isEndAligned: true,
      isMonospace: true,
      cell: ({ change }) => (
        <span className={change.kind === "number" ? "text-ink" : "text-faint"}>
          {changeText(change, format, words)}
        </span>
      ),
    },
    {
      id: "value",
      title: words.value,
      width: 200,
      isFlexible: true,
      isMonospace: true,
      cell: (row) => <Preview row={row} />,
    },
    sizeColumn(words, format),
    flagsColumn(words),
  ];
}

/** When a message came. */
export function timeColumn<Row extends MessageSummary>(words: Words, format: Format): Column<Row> {
  return {
    id: "time",
    title: words.time,
    width: 112,
    isMonospace: true,
    cell: ({ at }) => (
      <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)} className="text-muted">
        {format.time(at)}
      </time>
    ),
  };
}

/** How large its payload is. */
export function sizeColumn<Row extends MessageSummary>(words: Words, format: Format): Column<Row> {
  return {
    id: "size",
    title: words.size,
    width: 64,
    isEndAligned: true,
    showFrom: SIZE_FROM_PIXELS,
    cell: ({ payloadBytes }) => <span className="text-muted">{format.bytes(payloadBytes)}</span>,
  };
}

/** QoS, RETAIN and DUP of this very message. */
export function flagsColumn<Row extends MessageSummary>(words: Words): Column<Row> {
  return {
    id: "flags",
    title: words.flags,
    width: 72,
    showFrom: FLAGS_FROM_PIXELS,
    cell: ({ qos, retain, dup }) => (
      <span className="flex items-center gap-1.5">
        <QosPips qos={qos} />
        {retain && <RetainedPin isFlag />}
        {dup && <DupMark />}
      </span>
    ),
  };
}
