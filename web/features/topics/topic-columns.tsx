import { ChevronRight } from "lucide-react";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Flash } from "../../ui/flash.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import type { Column } from "../../ui/table-column.ts";
import { TreeLabel } from "../../ui/tree-label.tsx";
import type { TopicRow } from "../../worker/messages.ts";
import { TopicValue } from "./topic-value.tsx";

const COUNTS_FROM_PIXELS = 520;
const RATE_FROM_PIXELS = 440;

type Texts = Catalogue["topics"];

interface TopicColumnParts {
  readonly texts: Texts;
  readonly format: Format;
  readonly isNarrow: boolean;
  readonly onToggle: (row: TopicRow, isExpanded: boolean) => void;
  /** On a narrow screen a branch opens by a touch, and this shows it. */
  readonly onShow: (row: TopicRow) => void;
}

/** Columns of the tree. */
export function topicColumns(parts: TopicColumnParts): readonly Column<TopicRow>[] {
  const { texts, isNarrow } = parts;
  const { columns } = texts;
  return [
    {
      id: "topic",
      title: columns.topic,
      width: 260,
      minimumWidth: 96,
      isFlexible: true,
      cell: (row) => <TopicName row={row} onToggle={parts.onToggle} />,
    },
    {
      id: "value",
      title: columns.value,
      width: isNarrow ? 136 : 230,
      minimumWidth: 56,
      isMonospace: true,
      cell: (row) => <TopicValue row={row} />,
    },
    {
      id: "messages",
      title: columns.messages,
      explanation: columns.messagesTip,
      width: 60,
      minimumWidth: 44,
      isEndAligned: true,
      showFrom: COUNTS_FROM_PIXELS,
      cell: (row) => <MessageCount row={row} />,
    },
    {
      id: "rate",
      title: columns.rate,
      explanation: columns.rateTip,
      width: 60,
      minimumWidth: 44,
      isEndAligned: true,
      showFrom: RATE_FROM_PIXELS,
      cell: (row) => <span className="text-muted">{parts.format.rate(row.ratePerSecond)}</span>,
    },
    {
      id: "signs",
      title: columns.signs,
      explanation: columns.signsTip,
      width: 56,
      minimumWidth: 52,
      cell: (row) => <TopicSigns row={row} isNarrow={isNarrow} onShow={parts.onShow} />,
    },
  ];
}

interface NameProps {
  readonly row: TopicRow;
  readonly onToggle: TopicColumnParts["onToggle"];
}

function TopicName({ row, onToggle }: NameProps) {
  const texts = useTexts().topics;
  const format = useFormat();
  return (
    <TreeLabel
      level={row.depth}
      isExpanded={row.hasChildren ? row.isExpanded : undefined}
      onToggle={(isExpanded) => onToggle(row, isExpanded)}
    >
      <span className="font-mono text-sm whitespace-pre">
        {row.name === "" ? <span className="font-sans text-faint italic">{texts.emptyLevel}</span> : row.name}
      </span>
      {row.hasChildren && row.topicCount > 0 && (
        <span title={texts.topicsBelow(row.topicCount)} className="pl-2 text-sm text-faint">
          {format.count(row.topicCount)}
        </span>
      )}
    </TreeLabel>
  );
}

function MessageCount({ row }: { row: TopicRow }) {
  const format = useFormat();
  if (row.messageCount === 0) return null;
  const text = <span className="text-muted">{format.count(row.messageCount)}</span>;
  if (row.previewKind !== "none") return text;
  return (
    <Flash of={row.id} sequence={row.changeSequence} className="-mx-1 px-1">
      {text}
    </Flash>
  );
}

interface SignsProps {
  readonly row: TopicRow;
  readonly isNarrow: boolean;
  readonly onShow: TopicColumnParts["onShow"];
}

function TopicSigns({ row, isNarrow, onShow }: SignsProps) {
  const texts = useTexts().topics;
  if (isNarrow && row.hasChildren) {
    return (
      <IconButton
        tabIndex={-1}
        label={texts.showDetail(row.path)}
        icon={<ChevronRight />}
        onClick={() => onShow(row)}
        className="-my-1"
      />
    );
  }
  return (
    <span className="flex items-center gap-1.5">
      <span className="grid w-3.5 place-items-center">{row.isRetained && <RetainedPin />}</span>
      {row.qos !== undefined && <QosPips qos={row.qos} />}
    </span>
  );
}
