import type { ReactNode } from "react";
import { useIsNarrow } from "../../lib/media.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import type { Column } from "../../ui/table-column.ts";
import { tip } from "../../ui/tip.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { NARROW_ROW_PIXELS, useNarrowWillColumns } from "./will-narrow-cell.tsx";
import type { WillRow } from "./will-row.ts";

export interface WillTableProps {
  readonly name: string;
  readonly title: string;
  readonly explanation: string;
  readonly columns: readonly Column<WillRow>[];
  readonly toLocal: (at: number) => number;
  readonly rows: readonly WillRow[];
  /** Rows of the whole list; those that are not here yet are drawn empty. */
  readonly total: number;
  /** Beside the title. */
  readonly note: ReactNode;
  readonly selectedKey: string | undefined;
  readonly onSelect: (row: WillRow) => void;
  readonly rowMenu: (row: WillRow) => readonly MenuItem[];
  readonly onRangeChange: (first: number, count: number) => void;
  readonly onHoldChange: (isHeld: boolean) => void;
  readonly empty: ReactNode;
}

/** One of the two lists of wills, under its title. */
export function WillTable({
  title,
  explanation,
  rows,
  note,
  selectedKey,
  onSelect,
  ...props
}: WillTableProps) {
  const isNarrow = useIsNarrow();
  const narrow = useNarrowWillColumns(props.toLocal);
  const select = (_: number, row: WillRow | undefined) => row && onSelect(row);
  return (
    <section aria-label={title} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-7 shrink-0 items-center gap-3 px-2">
        <h2 {...tip(explanation)} className="font-semibold">
          {title}
        </h2>
        <span className="text-sm text-muted">{note}</span>
      </div>
      <VirtualTable
        name={props.name}
        label={title}
        columns={isNarrow ? narrow : props.columns}
        {...(isNarrow ? { rowHeight: NARROW_ROW_PIXELS } : {})}
        rowCount={props.total}
        rowAt={(index) => rows[index]}
        rowKey={(row) => row.key}
        selectedIndex={selectedKey === undefined ? -1 : rows.findIndex((row) => row.key === selectedKey)}
        onSelect={select}
        onOpen={select}
        rowMenu={props.rowMenu}
        onRangeChange={props.onRangeChange}
        onHoldChange={props.onHoldChange}
        empty={props.empty}
      />
    </section>
  );
}

/** The count of a list, and that changes wait while it is held. */
export function ListNote({ text, isBehind }: { text: string; isBehind: string | undefined }) {
  const texts = useTexts().wills;
  return (
    <span role="status" className="flex gap-3">
      {text}
      {isBehind !== undefined && (
        <span {...tip(texts.waitingRowsTip)} className="text-warn">
          {isBehind}
        </span>
      )}
    </span>
  );
}
