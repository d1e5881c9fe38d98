import { useSyncExternalStore } from "react";

const TICK_MILLISECONDS = 1000;

/** One timer for everything that shows an age; it rests while nothing does or the page is hidden. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(tick, TICK_MILLISECONDS);
    document.addEventListener("visibilitychange", tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}

/** The time, milliseconds since the epoch, renewed once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
