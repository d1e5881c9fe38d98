import { useMemo } from "react";
import { useUrlState } from "../../lib/use-url-state.ts";
import { type ClientQuery, clientParams } from "./client-query.ts";

export interface ClientQueryState {
  readonly query: ClientQuery;
  readonly change: (part: Partial<ClientQuery>) => void;
  readonly clear: () => void;
}

/** Filter and order of the list; they live in the address. */
export function useClientQuery(): ClientQueryState {
  const [filter, setFilter] = useUrlState("q", clientParams.filter);
  const [presence, setPresence] = useUrlState("presence", clientParams.presence);
  const [kind, setKind] = useUrlState("session", clientParams.kind);
  const [sort, setSort] = useUrlState("sort", clientParams.sort);
  const { column, direction } = sort;
  return useMemo(() => {
    const change = (part: Partial<ClientQuery>) => {
      if (part.filter !== undefined) setFilter(part.filter, "replace");
      if (part.presence !== undefined) setPresence(part.presence, "replace");
      if (part.kind !== undefined) setKind(part.kind, "replace");
      if (part.sort !== undefined) setSort(part.sort, "replace");
    };
    return {
      query: { filter, presence, kind, sort: { column, direction } },
      change,
      clear: () => change({ filter: "", presence: "any", kind: "any" }),
    };
  }, [filter, presence, kind, column, direction, setFilter, setPresence, setKind, setSort]);
}
