import type { MouseEvent, ReactNode } from "react";
import type { Column } from "../../ui/table-column.ts";
import { TableRow } from "../../ui/table-row.tsx";
import type { StreamRow } from "../../worker/messages.ts";
import type { StreamRows } from "./use-stream-rows.ts";

export interface StreamBodyProps {
  /** Before the index in the id of a row. */
  readonly idPrefix: string;
  readonly rows: StreamRows;
  /** Position of the first row. */
  readonly start: number;
  readonly rowCount: number;
  readonly rowAt: (index: number) => StreamRow | undefined;
  readonly rowHeight: number;
  readonly columns: readonly Column<StreamRow>[];
  readonly template: string;
  readonly selectedIndex: number;
  readonly openIndex: number;
  readonly panelHeight: number;
  readonly panel: ReactNode;
  readonly onRowClick: (index: number) => void;
}

/** The rows in view, and below one of them what it holds. */
export function StreamBody(props: StreamBodyProps) {
  const { rows, openIndex } = props;
  const drawn = Array.from({ length: rows.end - rows.first }, (_, offset) => rows.first + offset);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys
    // biome-ignore lint/a11y/useSemanticElements: rows are placed on a canvas, which a table cannot do
    <div
      role="rowgroup"
      className="relative"
      style={{ height: rows.height }}
      onClick={(event) => {
        const index = rowIndexOf(event);
        if (index !== undefined) props.onRowClick(index);
      }}
    >
      {drawn.map((index) => (
        <TableRow
          key={props.start + index}
          id={`${props.idPrefix}-${index}`}
          index={index}
          row={props.rowAt(index)}
          columns={props.columns}
          template={props.template}
          top={rows.topOf(index)}
          height={props.rowHeight}
          isSelected={index === props.selectedIndex}
          isDimmed={false}
          level={0}
          isExpanded={index === openIndex}
        />
      ))}
      {openIndex >= 0 && openIndex < props.rowCount && (
        <Opened {...props} top={rows.topOf(openIndex) + props.rowHeight} />
      )}
    </div>
  );
}

function Opened({ columns, panel, panelHeight, top }: StreamBodyProps & { readonly top: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of the same grid
    // biome-ignore lint/a11y/useFocusableInteractive: what stands in it is focusable
    <div
      role="row"
      aria-level={2}
      className="absolute inset-x-0 border-y bg-panel"
      style={{ top, height: panelHeight }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a cell of the same grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: what stands in it is focusable */}
      <div role="gridcell" aria-colspan={columns.length} className="h-full">
        {panel}
      </div>
    </div>
  );
}

function rowIndexOf(event: MouseEvent): number | undefined {
  if (!(event.target instanceof Element) || event.target.closest("button,a,input,select")) return undefined;
  const row = event.target.closest("[data-row]");
  return row === null ? undefined : Number(row.getAttribute("data-row"));
}
