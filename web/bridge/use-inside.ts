import { useCallback, useEffect, useRef, useState } from "react";
import { useBridge, useInsideView } from "./hooks.ts";
import { type InsideClient, InsideError } from "./inside-client.ts";
import type { InsideResource } from "./inside-events.ts";

/** What a part of the page knows of a list of the inside API. Older data stays visible while newer is read or fails. */
export interface InsideData<T> {
  /** `elsewhere`: attached to a broker that is not Vitrina's own. */
  readonly state: "elsewhere" | "loading" | "ready" | "failed";
  readonly data: T | undefined;
  readonly error: InsideError | undefined;
  /** Of `data`, milliseconds since the epoch. */
  readonly loadedAt: number | undefined;
  readonly reload: () => void;
}

type Loaded<T> = Omit<InsideData<T>, "state" | "reload"> & { readonly key: string; readonly isDone: boolean };

/** What is being read under one key. A slow answer never overwrites a newer one, and is not thrown away for the next. */
interface Reading {
  readonly abort: AbortController;
  started: number;
  applied: number;
}

/**
 * Reads from the inside API, and again whenever the broker tells that one of `resources` changed. `key` names what is
 * read: a new key drops the old data. `load` may be a new function each time.
 */
export function useInside<T>(
  key: string,
  resources: readonly InsideResource[],
  load: (inside: InsideClient, signal: AbortSignal) => Promise<T>,
): InsideData<T> {
  const { inside } = useBridge();
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  const version = useInsideView((view) =>
    resources.reduce((sum, resource) => sum + view.versions[resource], 0),
  );
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded<T>>(() => nothingLoaded(key));
  const latestLoad = useRef(load);
  const reading = useRef<Reading>(undefined);
  const reload = useCallback(() => setAttempt((before) => before + 1), []);

  useEffect(() => {
    latestLoad.current = load;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key ends what is being read under the old one
  useEffect(() => {
    const abort = new AbortController();
    reading.current = { abort, started: 0, applied: 0 };
    return () => abort.abort();
  }, [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: version and attempt are reasons to read again
  useEffect(() => {
    const now = reading.current;
    if (isElsewhere || !now) return;
    const sequence = ++now.started;
    const apply = (next: (before: Loaded<T>) => Loaded<T>) => {
      if (now.abort.signal.aborted || sequence < now.applied) return;
      now.applied = sequence;
      setLoaded((before) => next(before.key === key ? before : nothingLoaded(key)));
    };
    latestLoad.current(inside, now.abort.signal).then(
      (data) => apply(() => ({ key, isDone: true, data, error: undefined, loadedAt: Date.now() })),
      (error: unknown) => apply((before) => failed(before, error)),
    );
  }, [inside, isElsewhere, key, version, attempt]);

  const current = loaded.key === key ? loaded : nothingLoaded<T>(key);
  const { data, error, loadedAt } = current;
  return { state: stateOf(current, isElsewhere), data, error, loadedAt, reload };
}

function nothingLoaded<T>(key: string): Loaded<T> {
  return { key, isDone: false, data: undefined, error: undefined, loadedAt: undefined };
}

function failed<T>(before: Loaded<T>, error: unknown): Loaded<T> {
  const known = error instanceof InsideError ? error : new InsideError(String(error), undefined);
  return { ...before, isDone: true, error: known };
}

function stateOf<T>(loaded: Loaded<T>, isElsewhere: boolean): InsideData<T>["state"] {
  if (isElsewhere) return "elsewhere";
  if (loaded.error) return "failed";
  return loaded.isDone ? "ready" : "loading";
}
