import type { Recovered, Store } from "../../core/ports/store.ts";
import type { StoreStatus } from "../../core/ports/store-status.ts";

const NONE = { changes: 0, bytes: 0 };
const STATUS: StoreStatus = {
  durability: "memory",
  committedAt: undefined,
  uncommitted: NONE,
  journaled: NONE,
  fileBytes: 0,
  journalBytes: 0,
  failure: undefined,
};

/** Keeps nothing beyond the process: the core's own memory is all there is. */
export function createMemoryStore(): Store {
  return {
    isDurable: false,
    heldBytes: 0,
    recover: async (): Promise<Recovered> => ({
      sessions: nothing(),
      retained: nothing(),
      endedWills: [],
      totals: undefined,
      nextMessageNumber: 1,
      nextPlace: 1,
    }),
    waiting: () => [],
    append: () => undefined,
    commit: () => true,
    listen: () => undefined,
    status: () => STATUS,
    close: async () => undefined,
  };
}

async function* nothing(): AsyncGenerator<never> {
  // nothing outlives the process
}
