import { ArrowDown } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useIsNarrow } from "../../lib/media.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { NARROW_ROW_PIXELS, usePacketColumns } from "./packet-columns.tsx";
import type { PacketRow } from "./packet-row.ts";
import { usePacketMenu } from "./use-packet-commands.ts";

export interface PacketTableProps {
  readonly rows: readonly PacketRow[];
  readonly toLocal: (at: number) => number;
  readonly selected: number | undefined;
  readonly onSelect: (row: PacketRow) => void;
  readonly onFilter: (word: string) => void;
  readonly empty: ReactNode;
}

/** The packets, the newest at the end; the list follows it until the reader leaves it. */
export function PacketTable({ rows, toLocal, selected, onSelect, onFilter, empty }: PacketTableProps) {
  const texts = useTexts().packets;
  const format = useFormat();
  const isNarrow = useIsNarrow();
  const [leftAt, setLeftAt] = useState<number>();
  const rowAt = useCallback((index: number) => rows[index], [rows]);
  const columns = usePacketColumns(isNarrow, toLocal, rowAt);
  const rowMenu = usePacketMenu(onFilter);
  const newest = rows.at(-1)?.sequence ?? 0;
  const select = (_: number, row: PacketRow | undefined) => row && onSelect(row);
  const newCount = leftAt === undefined ? 0 : rows.length - 1 - lastIndexUpTo(rows, leftAt);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <VirtualTable
        name="packets"
        label={texts.title}
        columns={columns}
        {...(isNarrow ? { rowHeight: NARROW_ROW_PIXELS } : {})}
        rowCount={rows.length}
        rowAt={rowAt}
        rowKey={(row) => row.sequence}
        selectedIndex={selected === undefined ? -1 : rows.findIndex((row) => row.sequence === selected)}
        onSelect={select}
        onOpen={select}
        rowMenu={rowMenu}
        follow={{
          isFollowing: leftAt === undefined && selected === undefined,
          onFollowChange: (isFollowing) =>
            setLeftAt((before) => (isFollowing ? undefined : (before ?? newest))),
        }}
        empty={empty}
      />
      {newCount > 0 && (
        <button
          type="button"
          onClick={() => setLeftAt(undefined)}
          className="appear absolute right-4 bottom-3 inline-flex h-6 items-center gap-1 rounded-full bg-accent px-2.5 text-on-accent shadow-raised"
        >
          <ArrowDown aria-hidden className="size-3" />
          {texts.newPackets(format.count(newCount))}
        </button>
      )}
    </div>
  );
}

function lastIndexUpTo(rows: readonly PacketRow[], sequence: number): number {
  return rows.findLastIndex((row) => row.sequence <= sequence);
}
