import { X } from "lucide-react";
import type { Ref } from "react";
import { useIsNarrow } from "../../lib/media.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Chip } from "../../ui/chip.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { tip } from "../../ui/tip.ts";
import { isFiltered, SORT_COLUMNS } from "./client-query.ts";
import type { ClientQueryState } from "./use-client-query.ts";

export interface ClientToolbarProps {
  readonly state: ClientQueryState;
  readonly total: number;
  /** Changes that wait until the pointer leaves the list. */
  readonly waiting: number;
  readonly filterRef: Ref<HTMLInputElement>;
}

/** Filter, chips and count over the list of sessions. */
export function ClientToolbar({ state, total, waiting, filterRef }: ClientToolbarProps) {
  const texts = useTexts().clients;
  const isNarrow = useIsNarrow();
  const { query, change } = state;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-2 py-2">
      <TextField
        ref={filterRef}
        label={texts.filter}
        isLabelHidden
        type="search"
        placeholder={texts.filterPlaceholder}
        value={query.filter}
        onChange={(filter) => change({ filter })}
        className="min-w-40 flex-1 basis-52 sm:max-w-80"
        tools={
          query.filter !== "" && (
            <IconButton label={texts.clearFilters} icon={<X />} onClick={() => change({ filter: "" })} />
          )
        }
      />
      <StateChips state={state} />
      {isNarrow && <SortSelect state={state} />}
      <span role="status" className="ml-auto flex items-center gap-3 px-1 text-sm text-muted">
        {waiting > 0 && (
          <span {...tip(texts.waitingTip)} className="text-warn">
            {texts.waiting(waiting)}
          </span>
        )}
        {isFiltered(query) ? texts.matching(total) : texts.sessions(total)}
      </span>
    </div>
  );
}

function StateChips({ state: { query, change } }: { state: ClientQueryState }) {
  const texts = useTexts();
  const { presence, durable, transient } = texts.signs;
  const presenceChip = (value: "connected" | "away") => (
    <Chip
      key={value}
      name={presence[value]}
      isOn={query.presence === value}
      onToggle={() => change({ presence: query.presence === value ? "any" : value })}
    >
      {presence[value]}
    </Chip>
  );
  const kindChip = (value: "durable" | "transient", word: string) => (
    <Chip
      name={word}
      isOn={query.kind === value}
      onToggle={() => change({ kind: query.kind === value ? "any" : value })}
    >
      {word}
    </Chip>
  );
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{texts.clients.chips}</legend>
      {presenceChip("connected")}
      {presenceChip("away")}
      {kindChip("durable", durable)}
      {kindChip("transient", transient)}
    </fieldset>
  );
}

/** Narrow screens have no titles to press. */
function SortSelect({ state: { query, change } }: { state: ClientQueryState }) {
  const texts = useTexts().clients;
  return (
    <Select
      label={texts.sortBy}
      isLabelHidden
      value={query.sort.column}
      options={SORT_COLUMNS.map((value) => ({ value, title: texts.columns[value] }))}
      onChange={(column) =>
        change({ sort: { column, direction: column === "clientId" ? "ascending" : "descending" } })
      }
      className="w-32"
    />
  );
}
