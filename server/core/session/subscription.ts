import type { SubscriptionOptions } from "../../../protocol/packets.ts";
import type { Session } from "./session.ts";

/** One subscription of one session (MQTT 5.0 §3.8.3). */
export interface Subscription extends SubscriptionOptions {
  readonly session: Session;
  /** As the client wrote it, with `$share/…` if it is shared. */
  readonly filter: string;
  /** The filter that topics are matched against. */
  readonly topicFilter: string;
  readonly shareName: string | undefined;
  readonly identifier: number | undefined;
}
