import type { MqttClient } from "mqtt";

/** Messages on their way at a time. */
const WINDOW = 40;

/** Numbered messages at QoS 1, as fast as they are acknowledged, until it is stopped. */
export class AcknowledgedLoad {
  readonly #client: MqttClient;
  readonly #topic: string;
  #next = 0;
  /** All with a lower number are acknowledged. */
  #acknowledged = 0;
  #isRunning = true;
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  constructor(client: MqttClient, topic: string) {
    this.#client = client;
    this.#topic = topic;
    for (let each = 0; each < WINDOW; each++) this.#publish();
  }

  /** How many are acknowledged, from the first on without a gap: acknowledgements come in order. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Resolves when so many are. */
  reached(count: number): Promise<void> {
    if (this.#acknowledged >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  stop(): void {
    this.#isRunning = false;
  }

  #publish(): void {
    if (!this.#isRunning) return;
    this.#client.publish(this.#topic, String(this.#next++), { qos: 1 }, (error) => {
      if (error != null) return;
      this.#acknowledged++;
      for (const { count, resolve } of this.#waiting) if (this.#acknowledged >= count) resolve();
      this.#publish();
    });
  }
}
