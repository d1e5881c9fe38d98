import { useMemo } from "react";
import { explainCause, explainWillEnd } from "../../lib/causes.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import type { Column } from "../../ui/table-column.ts";
import { tip } from "../../ui/tip.ts";
import { PayloadCell, SignsCell, StateCell, WhenCell } from "./will-cells.tsx";
import type { WillRow } from "./will-row.ts";

type ColumnId = keyof Catalogue["wills"]["columns"];
type WillColumn = Omit<Column<WillRow>, "title" | "explanation"> & { readonly id: ColumnId };

const STATE: WillColumn = { id: "state", width: 116, cell: (row) => <StateCell row={row} /> };

const CONTENT: readonly WillColumn[] = [
  { id: "client", width: 150, isMonospace: true, cell: ({ will }) => will.clientId },
  {
    id: "topic",
    width: 200,
    minimumWidth: 120,
    isFlexible: true,
    isMonospace: true,
    cell: ({ will }) => <span title={will.topic}>{will.topic}</span>,
  },
  { id: "payload", width: 220, showFrom: 840, cell: (row) => <PayloadCell row={row} /> },
  { id: "signs", width: 64, showFrom: 560, cell: (row) => <SignsCell row={row} /> },
];

/** The columns of the wills that may still be published. */
export function useNowColumns(toLocal: (at: number) => number): readonly Column<WillRow>[] {
  const texts = useTexts();
  return useMemo(
    () =>
      titled(texts, [
        STATE,
        ...CONTENT,
        { id: "why", width: 170, showFrom: 700, cell: (row) => <WhyCell row={row} texts={texts} /> },
        {
          id: "when",
          width: 156,
          cell: (row) => row.kind === "now" && <WhenCell row={row} toLocal={toLocal} />,
        },
      ]),
    [texts, toLocal],
  );
}

/** The columns of the wills that have ended. */
export function useEndedColumns(toLocal: (at: number) => number): readonly Column<WillRow>[] {
  const texts = useTexts();
  return useMemo(
    () =>
      titled(texts, [
        STATE,
        ...CONTENT,
        { id: "why", width: 216, cell: (row) => <WhyCell row={row} texts={texts} /> },
        {
          id: "at",
          width: 110,
          cell: (row) => row.kind === "ended" && <Age at={toLocal(row.will.at)} />,
        },
      ]),
    [texts, toLocal],
  );
}

function titled({ wills }: Catalogue, columns: readonly WillColumn[]): readonly Column<WillRow>[] {
  const tips: Partial<Record<ColumnId, string>> = wills.columnTips;
  return columns.map((column) => {
    const explanation = tips[column.id];
    const title = wills.columns[column.id];
    return explanation === undefined ? { ...column, title } : { ...column, title, explanation };
  });
}

function WhyCell({ row, texts }: { row: WillRow; texts: Catalogue }) {
  const { causes } = texts;
  if (row.kind === "now") {
    const { cause } = row.will;
    if (cause === undefined) return <span className="text-faint">–</span>;
    const { word, text, clause } = explainCause(cause, causes);
    return <span {...tip(text, { clause })}>{word}</span>;
  }
  const { word, text, clause } = explainWillEnd(row.will, causes);
  return <span {...tip(text, { clause })}>{word}</span>;
}
