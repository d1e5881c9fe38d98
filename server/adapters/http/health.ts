import type { BrokerEvent } from "../../core/ports/observer.ts";

/** Whether the broker keeps its promises: not while its store fails, nor while it shuts down. */
export class Health {
  #trouble: string | undefined;
  #isClosing = false;

  onEvent(event: BrokerEvent): void {
    if (event.type === "storeFailed") this.#trouble = `the store cannot write: ${event.message}`;
    if (event.type === "storeRecovered") this.#trouble = undefined;
  }

  onClosing(): void {
    this.#isClosing = true;
  }

  /** What is wrong, or undefined. */
  get trouble(): string | undefined {
    return this.#isClosing ? "the server is shutting down" : this.#trouble;
  }
}
