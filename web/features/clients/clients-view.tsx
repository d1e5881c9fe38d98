import { useCallback, useRef } from "react";
import { useInsideView } from "../../bridge/hooks.ts";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { optionalTextParam } from "../../lib/url-state.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { InsideElsewhere, InsideFailure } from "../../ui/inside-note.tsx";
import { ListAndDetail } from "../../ui/list-and-detail.tsx";
import type { TableHandle } from "../../ui/virtual-table.tsx";
import { ClientDetail } from "./client-detail.tsx";
import { ClientList } from "./client-list.tsx";
import { ClientToolbar } from "./client-toolbar.tsx";
import { useClientActions } from "./use-client-actions.ts";
import { useClientCommands, useClientMenu, useClientRowKey } from "./use-client-commands.ts";
import { useClientList } from "./use-client-list.ts";
import { useClientQuery } from "./use-client-query.ts";
import { useClientSearch } from "./use-client-search.ts";

/** All sessions of our own broker, and one in full. */
export function ClientsView() {
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  return isElsewhere ? <InsideElsewhere /> : <OwnClients />;
}

function OwnClients() {
  const isNarrow = useIsNarrow();
  const [selectedId, setSelected] = useUrlState("client", optionalTextParam);
  const state = useClientQuery();
  const list = useClientList(state.query);
  const facts = useBrokerFacts();
  const actions = useClientActions(list.reload);
  const filter = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);

  const hasSelection = selectedId !== undefined;
  // the first selection opens a pane, which back closes again; moving on along the list is no step of its own
  const select = useCallback(
    (clientId: string) => setSelected(clientId, hasSelection ? "replace" : "push"),
    [setSelected, hasSelection],
  );
  const close = useCallback(() => {
    setSelected(undefined);
    table.current?.focus();
  }, [setSelected]);
  const rowMenu = useClientMenu({ actions, state, open: select });
  const onRowKey = useClientRowKey({ actions, open: select });
  useClientSearch();
  useClientCommands(filter, hasSelection ? close : undefined);

  const listPane = (
    <>
      <ClientToolbar state={state} total={list.total} waiting={list.waiting} filterRef={filter} />
      {list.state === "failed" && (
        <InsideFailure error={list.error} loadedAt={list.loadedAt} onRetry={list.reload} />
      )}
      <ClientList
        ref={table}
        list={list}
        facts={facts}
        state={state}
        selectedId={selectedId}
        onSelect={select}
        onOpen={select}
        rowMenu={rowMenu}
        onRowKey={onRowKey}
      />
    </>
  );
  const detailPane = selectedId !== undefined && (
    <ClientDetail
      key={selectedId}
      clientId={selectedId}
      facts={facts}
      actions={actions}
      isNarrow={isNarrow}
      onClose={close}
    />
  );
  return (
    <ListAndDetail
      name="clients"
      list={listPane}
      listSize="56%"
      detail={detailPane === false ? undefined : detailPane}
    />
  );
}
