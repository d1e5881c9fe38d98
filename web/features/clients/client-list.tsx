import { type KeyboardEvent, type Ref, useEffect, useMemo, useState } from "react";
import type { SessionSummary } from "../../../server/adapters/http/contract/sessions.ts";
import { useConnection } from "../../bridge/hooks.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import type { InsideListHandle } from "../../bridge/use-inside-list.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import { type TableHandle, VirtualTable } from "../../ui/virtual-table.tsx";
import { useClientColumns } from "./client-columns.tsx";
import { NARROW_ROW_PIXELS, useNarrowColumns } from "./client-narrow-cell.tsx";
import { isFiltered } from "./client-query.ts";
import { ClientsEmpty } from "./clients-empty.tsx";
import type { ClientQueryState } from "./use-client-query.ts";

export interface ClientListProps {
  readonly list: InsideListHandle<SessionSummary>;
  readonly facts: BrokerFacts;
  readonly state: ClientQueryState;
  readonly selectedId: string | undefined;
  readonly onSelect: (clientId: string) => void;
  readonly onOpen: (clientId: string) => void;
  readonly rowMenu: (session: SessionSummary) => readonly MenuItem[];
  readonly onRowKey: (event: KeyboardEvent, session: SessionSummary) => boolean;
  readonly ref?: Ref<TableHandle>;
}

/** The sessions, live: values change in place, rows stay under the pointer. */
export function ClientList({ list, facts, state, selectedId, ...props }: ClientListProps) {
  const texts = useTexts().clients;
  const isNarrow = useIsNarrow();
  const { rows, goneKeys, total } = list;
  const ownId = useConnection((connection) => connection.clientId);
  const sources = useMemo(() => ({ facts, goneKeys, ownId }), [facts, goneKeys, ownId]);
  const wide = useClientColumns(sources);
  const narrow = useNarrowColumns(sources);
  const known = selectedId === undefined ? -1 : rows.findIndex((row) => row.clientId === selectedId);
  const { selectedIndex, select } = useLateSelection(known, rows, props.onSelect);
  const isAlone = total === 1 && rows[0]?.clientId === ownId && !isFiltered(state.query);
  const table = (
    <VirtualTable
      name="clients"
      label={texts.title}
      columns={isNarrow ? narrow : wide}
      {...(isNarrow ? { rowHeight: NARROW_ROW_PIXELS } : {})}
      rowCount={total}
      rowAt={(index) => rows[index]}
      rowKey={(row) => row.clientId}
      selectedIndex={selectedIndex}
      onSelect={select}
      onOpen={(_, row) => row && props.onOpen(row.clientId)}
      sort={state.query.sort}
      onSort={(sort) => state.change({ sort })}
      rowMenu={props.rowMenu}
      onRowKey={(event, _, row) => row !== undefined && props.onRowKey(event, row)}
      isDimmed={(row) => goneKeys.has(row.clientId)}
      onRangeChange={list.onRangeChange}
      onHoldChange={list.onHoldChange}
      empty={list.state === "ready" && <ClientsEmpty state={state} />}
      {...(props.ref === undefined ? {} : { ref: props.ref })}
    />
  );
  if (!isAlone) return table;
  return (
    <>
      <div className={isNarrow ? "flex h-20 shrink-0" : "flex h-13 shrink-0"}>{table}</div>
      <div className="min-h-0 flex-1 overflow-auto">
        <ClientsEmpty state={state} />
      </div>
    </>
  );
}

/** A row may be chosen by key before it is here: it is selected when it comes. */
function useLateSelection(
  known: number,
  rows: readonly SessionSummary[],
  onSelect: (clientId: string) => void,
) {
  const [awaited, setAwaited] = useState<number>();
  const arrived = awaited === undefined ? undefined : rows[awaited];
  useEffect(() => {
    if (arrived === undefined) return;
    setAwaited(undefined);
    onSelect(arrived.clientId);
  }, [arrived, onSelect]);
  const select = (index: number, row: SessionSummary | undefined) => {
    setAwaited(row === undefined ? index : undefined);
    if (row !== undefined) onSelect(row.clientId);
  };
  return { selectedIndex: awaited ?? known, select };
}
