import type { Column } from "./table-column.ts";
import { TableRow, type TreePlace } from "./table-row.tsx";
import type { FixedRows } from "./use-fixed-rows.ts";

export interface TableBodyProps<Row> {
  /** Of the table: rows are named after it. */
  readonly id: string;
  readonly rows: FixedRows;
  readonly rowHeight: number;
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly selectedIndex: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowKey: (row: Row, index: number) => string | number;
  readonly isDimmed: ((row: Row) => boolean) | undefined;
  readonly treePlace: ((row: Row) => TreePlace) | undefined;
  readonly onSelect: ((index: number, row: Row | undefined) => void) | undefined;
  readonly onOpen: ((index: number, row: Row | undefined) => void) | undefined;
}

/** The rows in view. What was meant is read when the button goes down: rows may have moved when it comes up. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { id, rows, rowAt, rowHeight, columns, template } = props;
  const drawn = Array.from({ length: rows.end - rows.first }, (_, offset) => rows.first + offset);
  if (drawn.length === 0) return <div style={{ height: rows.canvasHeight }} />; // a group without a row is none
  return (
    <div
      role="rowgroup"
      className="relative"
      style={{ height: rows.canvasHeight }}
      onMouseDown={(event) => {
        const index = rowIndexOf(event.target);
        if (index !== undefined && event.button === 0) props.onSelect?.(index, rowAt(index));
      }}
      onDoubleClick={(event) => {
        const index = rowIndexOf(event.target);
        if (index !== undefined) props.onOpen?.(index, rowAt(index));
      }}
    >
      {drawn.map((index) => {
        const row = rowAt(index);
        const place = row === undefined ? undefined : props.treePlace?.(row);
        return (
          <TableRow
            key={row === undefined ? `empty-${index}` : props.rowKey(row, index)}
            id={`${id}-${index}`}
            index={index}
            row={row}
            columns={columns}
            template={template}
            top={rows.topOf(index)}
            height={rowHeight}
            isSelected={index === props.selectedIndex}
            isDimmed={row !== undefined && (props.isDimmed?.(row) ?? false)}
            level={place?.level}
            isExpanded={place?.isExpanded}
          />
        );
      })}
    </div>
  );
}

function rowIndexOf(target: EventTarget): number | undefined {
  if (!(target instanceof Element) || target.closest("button,a,input,select")) return undefined;
  const row = target.closest("[data-row]");
  return row === null ? undefined : Number(row.getAttribute("data-row"));
}
