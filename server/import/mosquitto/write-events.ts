import { setImmediate as nextTurn } from "node:timers/promises";
import { openLmdbStore } from "../../adapters/store/lmdb/lmdb-store.ts";
import type { InParts, Recovered, StoreEvent } from "../../core/ports/store.ts";

/** Events that become safe together. */
const EVENTS_AT_A_TIME = 2_000;
/** No more is read while so much is in memory and not in the file. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;

/**
 * Lets the store of a directory hear what happened; resolves when its file has all of it, throws where it cannot be written.
 * `eventsFor` reads the sessions to their end: until then the store keeps the pages that it was opened with, and the file grows.
 */
export async function writeEvents(
  directory: string,
  eventsFor: (recovered: Recovered) => Promise<Iterable<StoreEvent>>,
  onProgress: (events: number) => void,
): Promise<void> {
  const store = await openLmdbStore(directory, { durability: "commit" });
  let failure: Error | undefined;
  store.listen({
    onCommitted: () => undefined,
    onFailed: (error) => {
      failure ??= error;
    },
    onRecovered: () => undefined,
  });
  let events = 0;
  try {
    for (const event of await eventsFor(await store.recover())) {
      store.append(event);
      if (++events % EVENTS_AT_A_TIME !== 0) continue;
      store.commit(events);
      onProgress(events);
      do await nextTurn();
      while (store.heldBytes > MOST_HELD_BYTES && failure === undefined);
      if (failure !== undefined) break;
    }
    store.commit(events);
  } finally {
    await store.close();
  }
  if (failure !== undefined) throw failure;
}

/** Reads something to its end for that alone. */
export async function passOver(parts: InParts<unknown>): Promise<void> {
  for await (const _ of parts);
}
