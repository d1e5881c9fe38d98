import type { Delivery } from "../routing/message.ts";

/** Messages that are looked up only as they are taken: the retained ones for a subscription (MQTT 5.0 §3.8.4). */
export interface Replay {
  /** What comes next, without taking it; undefined at the end. */
  peek(): Delivery | undefined;
  /** Takes what `peek` showed last. */
  shift(): void;
}
