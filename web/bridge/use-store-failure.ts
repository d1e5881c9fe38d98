import { clockOffset } from "./use-broker-facts.ts";
import { useInside } from "./use-inside.ts";

/** What our own broker cannot write at present. */
export interface StoreFailure {
  /** On the reader's clock, milliseconds since the epoch. */
  readonly since: number;
  /** The system's words. */
  readonly reason: string;
}

/** Undefined while everything can be written. Read when the events begin, and whenever one tells of the store. */
export function useStoreFailure(): StoreFailure | undefined {
  const { data, state } = useInside("store failure", ["store"], async (inside, signal) => {
    const { store, now } = await inside.broker(signal);
    const { failure } = store;
    return failure && { ...failure, since: failure.since + clockOffset(Date.now(), now) };
  });
  return state === "elsewhere" ? undefined : data;
}
