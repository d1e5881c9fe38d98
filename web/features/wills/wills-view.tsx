import { useCallback, useRef } from "react";
import { useInsideView } from "../../bridge/hooks.ts";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { InsideElsewhere, InsideFailure } from "../../ui/inside-note.tsx";
import { ListAndDetail } from "../../ui/list-and-detail.tsx";
import { useSelectedWill } from "./use-selected-will.ts";
import { useWillCommands, useWillMenu } from "./use-will-commands.ts";
import { useWills } from "./use-wills.ts";
import { WillDetail } from "./will-detail.tsx";
import { WillLists } from "./will-lists.tsx";
import { willParams } from "./will-params.ts";
import type { WillRow } from "./will-row.ts";
import { WillToolbar } from "./will-toolbar.tsx";
import { WillsEmpty } from "./wills-empty.tsx";

/** The wills of our own broker: armed, waiting, fired and cleared. */
export function WillsView() {
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  return isElsewhere ? <InsideElsewhere /> : <OwnWills />;
}

function OwnWills() {
  const isNarrow = useIsNarrow();
  const [filter, setFilter] = useUrlState("q", willParams.filter);
  const [state, setState] = useUrlState("state", willParams.state);
  const [selectedKey, setSelected] = useUrlState("will", willParams.selected);
  const wills = useWills(filter, state);
  const selected = useSelectedWill(selectedKey, wills);
  const { toLocal } = useBrokerFacts();
  const filterBox = useRef<HTMLInputElement>(null);

  const hasSelection = selectedKey !== undefined;
  const select = useCallback(
    (row: WillRow) => setSelected(row.key, hasSelection ? "replace" : "push"),
    [setSelected, hasSelection],
  );
  const close = useCallback(() => setSelected(undefined), [setSelected]);
  const changeFilter = useCallback((text: string) => setFilter(text, "replace"), [setFilter]);
  const rowMenu = useWillMenu(changeFilter);
  useWillCommands(filterBox, hasSelection ? close : undefined);

  const isReady = wills.now.state === "ready" && wills.ended.state === "ready";
  const isFiltered = filter.trim() !== "" || state !== "any";
  const hasAny = wills.now.total > 0 || wills.endedTotal > 0;
  const failure = wills.now.error ?? wills.ended.error;
  if (isReady && !isFiltered && !hasAny && !hasSelection) return <WillsEmpty />;
  const lists = (
    <>
      <WillToolbar
        filter={filter}
        onFilter={changeFilter}
        state={state}
        onState={(next) => setState(next, "replace")}
        filterRef={filterBox}
      />
      {failure !== undefined && (
        <InsideFailure
          error={failure}
          loadedAt={wills.now.loadedAt}
          onRetry={() => {
            wills.now.reload();
            wills.ended.reload();
          }}
        />
      )}
      <WillLists
        wills={wills}
        state={state}
        isFiltered={isFiltered}
        filterKey={`${filter} ${state}`}
        toLocal={toLocal}
        selectedKey={selectedKey}
        onSelect={select}
        rowMenu={rowMenu}
      />
    </>
  );
  const detail =
    selectedKey === undefined ? undefined : (
      <WillDetail
        row={selected.row}
        isLoading={selected.isLoading}
        toLocal={toLocal}
        isNarrow={isNarrow}
        onClose={close}
      />
    );
  return <ListAndDetail name="wills" list={lists} listSize="60%" detail={detail} />;
}
