import type { Recovered, Store } from "../../core/ports/store.ts";

/** Keeps nothing beyond the process: the core's own memory is all there is. */
export function createMemoryStore(): Store {
  return {
    isDurable: false,
    recover: async (): Promise<Recovered> => ({
      sessions: [],
      retained: [],
      nextMessageNumber: 1,
      nextPlace: 1,
    }),
    waiting: () => [],
    append: () => undefined,
    commit: () => true,
    listen: () => undefined,
    close: async () => undefined,
  };
}
