import { useMemo } from "react";
import type { Field } from "../../../protocol/dissect/field.ts";
import { clauseAddress, isClause } from "../../lib/clauses.ts";
import { useIsNarrow } from "../../lib/media.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { Column } from "../../ui/table-column.ts";
import { TreeLabel } from "../../ui/tree-label.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { type FieldRow, valueText } from "./field-rows.ts";

export interface FieldTableProps {
  readonly rows: readonly FieldRow[];
  readonly selectedKey: string | undefined;
  readonly onSelect: (row: FieldRow) => void;
  readonly onToggle: (key: string, isExpanded: boolean) => void;
}

/** The fields of a packet as a tree: what each holds, what that means, and where the specification says so. */
export function FieldTable({ rows, selectedKey, onSelect, onToggle }: FieldTableProps) {
  const texts = useTexts().packets.detail;
  const columns = useFieldColumns(texts, onToggle);
  const select = (_: number, row: FieldRow | undefined) => row && onSelect(row);
  const toParent = ({ parentKey }: FieldRow) => {
    const parent = rows.find((row) => row.key === parentKey);
    if (parent !== undefined) onSelect(parent);
  };
  return (
    <VirtualTable
      name="packet-fields"
      label={texts.fields}
      columns={columns}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      rowKey={(row) => row.key}
      selectedIndex={selectedKey === undefined ? -1 : rows.findIndex((row) => row.key === selectedKey)}
      onSelect={select}
      treePlace={({ level, isExpanded }) => ({ level, isExpanded })}
      onToggle={(_, row, isExpanded) => onToggle(row.key, isExpanded)}
      onParent={(_, row) => toParent(row)}
    />
  );
}

function useFieldColumns(
  texts: Catalogue["packets"]["detail"],
  onToggle: FieldTableProps["onToggle"],
): readonly Column<FieldRow>[] {
  const isNarrow = useIsNarrow();
  return useMemo(
    () => [
      {
        id: "field",
        title: texts.columns.field,
        width: isNarrow ? 156 : 210,
        cell: (row) => (
          <TreeLabel
            level={row.level}
            isExpanded={row.isExpanded}
            onToggle={(isExpanded) => onToggle(row.key, isExpanded)}
          >
            <span className={row.field.isFault ? "text-bad" : undefined} title={row.field.name}>
              {row.field.name}
            </span>
          </TreeLabel>
        ),
      },
      {
        id: "value",
        title: texts.columns.value,
        width: isNarrow ? 92 : 130,
        isMonospace: true,
        cell: ({ field }) => <span title={valueText(field)}>{valueText(field)}</span>,
      },
      {
        id: "meaning",
        title: texts.columns.meaning,
        width: 120,
        minimumWidth: 60,
        isFlexible: true,
        cell: ({ field }) => <span title={field.meaning}>{field.meaning}</span>,
      },
      {
        id: "clause",
        title: texts.columns.clause,
        width: 92,
        showFrom: 480,
        cell: ({ field }) => <FieldClause field={field} />,
      },
    ],
    [texts, isNarrow, onToggle],
  );
}

/** Where the specification speaks of a field: a link into 5.0 where its place there is known. */
function FieldClause({ field }: { field: Field }) {
  const section = field.clause.replace(/^5 §/, "");
  if (!isClause(section)) return <span className="text-sm text-faint">{field.clause}</span>;
  return (
    <a
      href={clauseAddress(section)}
      target="_blank"
      rel="noreferrer noopener"
      className="text-sm"
      tabIndex={-1}
    >
      {field.clause}
    </a>
  );
}
