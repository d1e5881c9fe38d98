import type { BrokerEvent, Observer } from "./core/ports/observer.ts";

export type EventListener = (event: BrokerEvent) => void;

/** Tells everybody who looks inside; one that fails does not keep the others, or the broker, from going on. */
export class Observers implements Observer {
  readonly #onFailure: (error: unknown) => void;
  readonly #listeners = new Set<EventListener>();
  wantsMessages = false;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether somebody wants an event for each message. */
  wantMessages(isWanted: boolean): void {
    this.wantsMessages = isWanted;
  }

  onEvent(event: BrokerEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#onFailure(error);
      }
    }
  }
}
