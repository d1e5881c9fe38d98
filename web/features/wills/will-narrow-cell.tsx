import { useMemo } from "react";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import type { Column } from "../../ui/table-column.ts";
import { WillBell } from "../../ui/will-bell.tsx";
import { WhenCell } from "./will-cells.tsx";
import { explainWill, stateOf, type WillRow } from "./will-row.ts";

/** Two lines for each will, for screens that are too narrow for columns. */
export const NARROW_ROW_PIXELS = 52;

/** The only column of the lists on a narrow screen. */
export function useNarrowWillColumns(toLocal: (at: number) => number): readonly Column<WillRow>[] {
  const { columns } = useTexts().wills;
  return useMemo(
    () => [
      {
        id: "will",
        title: columns.state,
        width: 200,
        isFlexible: true,
        cell: (row: WillRow) => <NarrowCell row={row} toLocal={toLocal} />,
      },
    ],
    [columns, toLocal],
  );
}

function NarrowCell({ row, toLocal }: { row: WillRow; toLocal: (at: number) => number }) {
  const texts = useTexts();
  const format = useFormat();
  const state = stateOf(row);
  return (
    <span className="flex flex-col gap-0.5">
      <span className="flex items-center gap-2">
        <WillBell state={state} />
        <span className="min-w-0 flex-1 truncate font-mono">{row.will.clientId}</span>
        <span className="text-sm text-muted">
          {row.kind === "now" ? <WhenCell row={row} toLocal={toLocal} /> : <Age at={toLocal(row.will.at)} />}
        </span>
      </span>
      <span className="flex items-center gap-2 pl-5.5 text-sm text-muted">
        <span className="min-w-0 flex-1 truncate font-mono">{row.will.topic}</span>
        {state !== "armed" && <span>{explainWill(row, texts, format).word}</span>}
      </span>
    </span>
  );
}
