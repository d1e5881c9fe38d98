import { useCallback, useEffect, useRef, useState } from "react";
import type { ParamCodec } from "../../lib/url-state.ts";
import { setUrlState, useUrlState } from "../../lib/use-url-state.ts";

/** Browsers refuse more than a few changes of the address a second. */
const REST_MILLISECONDS = 250;
/** What changes again within this time is one step to go back over. */
const STEP_MILLISECONDS = 1000;

/**
 * View state that may change faster than the address can: shown at once, written when it rests. `isStep`: changes that
 * lie apart are steps of the history, and so is whether there is a value at all.
 */
export function useLiveParam<T extends string | undefined>(
  name: string,
  codec: ParamCodec<T>,
  isStep: boolean,
): readonly [T, (value: T) => void] {
  const [written] = useUrlState(name, codec);
  const [value, setValue] = useState(written);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const shown = useRef(written);
  useEffect(() => {
    clearTimeout(timer.current);
    shown.current = written;
    setValue(written);
  }, [written]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback(
    (next: T) => {
      const isApart = performance.now() - changedAt.current > STEP_MILLISECONDS;
      const comesOrGoes = next === undefined || shown.current === undefined;
      changedAt.current = performance.now();
      shown.current = next;
      setValue(next);
      clearTimeout(timer.current);
      if (isStep && (isApart || comesOrGoes)) setUrlState(name, codec, next, "push");
      else timer.current = setTimeout(() => setUrlState(name, codec, next, "replace"), REST_MILLISECONDS);
    },
    [name, codec, isStep],
  );
  return [value, change];
}
