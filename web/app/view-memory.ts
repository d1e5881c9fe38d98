import { carryParams } from "../lib/url-state.ts";

/** Parameters that hold for the whole page, whatever the view. */
const SHARED_PARAMS = ["broker"] as const;

const lastSearch = new Map<string, string>();

/** Remembers how a view was left. */
export function rememberView(path: string, search: string): void {
  lastSearch.set(path, search);
}

/** The address of a view as it was left, on the broker of now. */
export function addressOf(path: string, search: string): string {
  const kept = new URLSearchParams(lastSearch.get(path) ?? "");
  for (const name of SHARED_PARAMS) kept.delete(name);
  const parts = [carryParams(search, SHARED_PARAMS), carryParams(kept.toString(), [...kept.keys()])];
  const query = parts.filter((part) => part !== "").join("&");
  return query === "" ? path : `${path}?${query}`;
}
