import type { Flusher } from "./connection/flusher.ts";
import type { Store } from "./ports/store.ts";

/** A store as the rooms of the core see it: whatever is added to a batch also makes sure that the tick ends with a commit. */
export function schedulingStore(store: Store, flusher: Flusher): Store {
  if (!store.isDurable) return store;
  return {
    isDurable: true,
    get heldBytes(): number {
      return store.heldBytes;
    },
    recover: () => store.recover(),
    waiting: (clientId, afterPlace, limit) => store.waiting(clientId, afterPlace, limit),
    append: (event): void => {
      store.append(event);
      flusher.changed();
    },
    commit: (epoch) => store.commit(epoch),
    listen: (listener) => store.listen(listener),
    status: () => store.status(),
    close: () => store.close(),
  };
}
