import type { BrokerEvent } from "../../../core/ports/observer.ts";
import type { LiveEvent } from "../contract/events.ts";

/** A drop as the broker tells it, one at a time. */
export type DropEvent = Extract<BrokerEvent, { type: "messageDropped" }>;

/** What the stream says of an event of the broker; drops are summed up before, see {@link DropSummary}. */
export function toLiveEvent(event: Exclude<BrokerEvent, DropEvent>): LiveEvent {
  if (event.type !== "internalError") return event;
  return { type: event.type, at: event.at, clientId: event.clientId, message: event.error.message };
}
