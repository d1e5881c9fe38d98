import { PacketType } from "../../protocol/packets.ts";
import { Histogram } from "../load/histogram.ts";
import type { Percentiles } from "../load/plan.ts";
import { RawClient } from "./raw-client.ts";

const TOPIC = "bystander";
const PAUSE_MILLISECONDS = 3;
const MICROSECONDS = 1000;
const PACKET_IDS = 65_535;

/** Another client: a durable session that publishes at QoS 1 to itself, one message after the other. */
export class Bystander {
  readonly #client: RawClient;
  #times = new Histogram();
  #sentAt = 0;
  #sent = 0;
  #missing = 0;

  constructor(port: number) {
    this.#client = new RawClient(port, (type) => this.#onPacket(type));
    this.#client.connect("bystander");
    this.#client.subscribe(TOPIC);
  }

  /** From PUBLISH until the message has come back and is acknowledged, microseconds, since it was asked last. */
  take(): Percentiles {
    const times = this.#times;
    this.#times = new Histogram();
    return times.percentiles();
  }

  end(): void {
    this.#client.end();
  }

  #onPacket(type: number): void {
    if (type === PacketType.Suback) this.#publish();
    if (type !== PacketType.Publish && type !== PacketType.Puback) return;
    if (--this.#missing > 0) return;
    this.#times.record((performance.now() - this.#sentAt) * MICROSECONDS);
    setTimeout(() => this.#publish(), PAUSE_MILLISECONDS);
  }

  #publish(): void {
    this.#missing = 2;
    this.#sentAt = performance.now();
    this.#client.publish(TOPIC, (this.#sent++ % PACKET_IDS) + 1);
  }
}
