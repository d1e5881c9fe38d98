import { useCallback } from "react";
import { navigate, useSearch } from "wouter/use-browser-location";
import { type ParamCodec, readParam, writeParam } from "./url-state.ts";

/** How a change enters the history: `push` makes a step to go back to, `replace` does not. */
export type UrlStep = "push" | "replace";

function go(search: string, step: UrlStep): void {
  const address = location.pathname + (search === "" ? "" : `?${search}`) + location.hash;
  navigate(address, { replace: step === "replace" });
}

/** Changes one piece of view state in the address. */
export function setUrlState<T>(name: string, codec: ParamCodec<T>, value: T, step: UrlStep = "push"): void {
  const before = location.search.replace(/^\?/, "");
  const after = writeParam(before, name, codec, value);
  if (after !== before) go(after, step);
}

/** A piece of view state that lives in the address; back and forward change it too. */
export function useUrlState<T>(
  name: string,
  codec: ParamCodec<T>,
): readonly [T, (value: T, step?: UrlStep) => void] {
  const search = useSearch();
  const set = useCallback(
    (value: T, step: UrlStep = "push") => setUrlState(name, codec, value, step),
    [name, codec],
  );
  return [readParam(search, name, codec), set];
}
