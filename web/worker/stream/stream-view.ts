import type { SubscriptionSet } from "../connection/subscription-set.ts";
import type { StreamWindow } from "../messages/stream.ts";
import type { Stream } from "./stream.ts";

/** The part of the stream that the page shows, sent when something in it changed. */
export class StreamView {
  #from: number | undefined;
  #count = 0;
  #sent = "";
  #asked = "";

  view(from: number | undefined, count: number): void {
    this.#from = from;
    this.#count = count;
  }

  /** The next update sends everything. */
  reset(): void {
    this.#sent = "";
  }

  /** Frozen: nothing new, unless another part or another filter is asked for. */
  update(stream: Stream, set: SubscriptionSet, isFrozen = false): StreamWindow | undefined {
    const asked = JSON.stringify([this.#from, this.#count, stream.filterText, stream.isSearching]);
    if (isFrozen && asked === this.#asked) return undefined;
    this.#asked = asked;
    const subscriptions = set.liveSubscriptions;
    const { start, end, held, evicted, filterText, filterProblem, isSearching } = stream;
    const facts = {
      held,
      heldBytes: stream.log.bytes,
      evicted,
      filterText,
      filterProblem,
      isSearching,
      subscriptions,
    };
    const signature = JSON.stringify([start, end, this.#from, this.#count, facts]);
    if (signature === this.#sent) return undefined;
    this.#sent = signature;
    return { ...facts, ...stream.part(this.#from, this.#count) };
  }
}
