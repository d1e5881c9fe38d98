import { CircleAlert } from "lucide-react";
import { useMemo } from "react";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { DirectionArrow } from "../../ui/direction-arrow.tsx";
import type { Column } from "../../ui/table-column.ts";
import type { PacketRow } from "./packet-row.ts";

/** Two lines for each packet, for screens that are too narrow for columns. */
export const NARROW_ROW_PIXELS = 44;

/** What a column needs beside its row. */
interface ColumnParts {
  readonly texts: Catalogue;
  readonly format: Format;
  readonly toLocal: (at: number) => number;
  /** The row above one, in the list as it is shown. */
  readonly rowAt: (index: number) => PacketRow | undefined;
}

/** The columns of the packets, or the one that a narrow screen has room for. */
export function usePacketColumns(
  isNarrow: boolean,
  toLocal: (at: number) => number,
  rowAt: (index: number) => PacketRow | undefined,
): readonly Column<PacketRow>[] {
  const texts = useTexts();
  const format = useFormat();
  return useMemo(() => {
    const parts = { texts, format, toLocal, rowAt };
    return isNarrow ? [narrowColumn(parts)] : wideColumns(parts);
  }, [isNarrow, texts, format, toLocal, rowAt]);
}

function wideColumns({ texts, format, toLocal, rowAt }: ColumnParts): readonly Column<PacketRow>[] {
  const { columns, columnTips } = texts.packets;
  return [
    { id: "time", title: columns.time, width: 104, cell: ({ at }) => format.time(toLocal(at)) },
    {
      id: "delta",
      title: columns.delta,
      explanation: columnTips.delta,
      width: 72,
      isEndAligned: true,
      showFrom: 720,
      cell: ({ at }, index) => <Delta milliseconds={at - (rowAt(index - 1)?.at ?? at)} format={format} />,
    },
    {
      id: "client",
      title: columns.client,
      width: 130,
      isMonospace: true,
      cell: ({ clientId }) => clientId ?? <span className="text-faint">–</span>,
    },
    {
      id: "direction",
      title: columns.direction,
      explanation: columnTips.direction,
      width: 44,
      cell: ({ direction }) => <DirectionArrow direction={direction} />,
    },
    { id: "type", title: columns.type, width: 112, cell: (row) => <PacketName row={row} /> },
    {
      id: "summary",
      title: columns.summary,
      width: 200,
      minimumWidth: 80,
      isFlexible: true,
      isMonospace: true,
      cell: ({ summary }) => <span title={summary}>{summary}</span>,
    },
    {
      id: "size",
      title: columns.size,
      explanation: columnTips.size,
      width: 68,
      isEndAligned: true,
      cell: ({ packetBytes }) => format.bytes(packetBytes),
    },
  ];
}

function narrowColumn({ texts, format, toLocal }: ColumnParts): Column<PacketRow> {
  return {
    id: "packet",
    title: texts.packets.columns.type,
    width: 200,
    isFlexible: true,
    cell: (row) => (
      <span className="flex flex-col">
        <span className="flex items-center gap-2">
          <DirectionArrow direction={row.direction} />
          <PacketName row={row} />
          <span className="min-w-0 flex-1 truncate font-mono text-sm">{row.clientId}</span>
          <span className="text-sm text-muted">{format.time(toLocal(row.at))}</span>
        </span>
        <span className="flex gap-2 pl-5.5 text-sm text-muted">
          <span className="min-w-0 flex-1 truncate font-mono">{row.summary}</span>
          <span>{format.bytes(row.packetBytes)}</span>
        </span>
      </span>
    ),
  };
}

/** The type of a packet, with a sign where it was faulty. */
export function PacketName({ row }: { row: PacketRow }) {
  const texts = useTexts().packets;
  const { fault, name } = row;
  return (
    <span className="inline-flex items-center gap-1 font-mono text-sm font-medium">
      {fault !== undefined && (
        <CircleAlert
          role="img"
          aria-label={texts.detail[fault.kind]}
          className="size-3.5 shrink-0 text-bad"
        />
      )}
      {name}
    </span>
  );
}

function Delta({ milliseconds, format }: { milliseconds: number; format: Format }) {
  if (milliseconds <= 0) return <span className="text-faint">0</span>;
  return <span className="text-muted">+{format.duration(milliseconds)}</span>;
}
