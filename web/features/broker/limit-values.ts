import type { Gauges, Limits, LimitValue } from "../../../server/adapters/http/contract.ts";
import type { Format } from "../../lib/format.ts";

const SECOND = 1000;

/** A limit in its unit, which its name ends with. */
export function formatLimit(
  name: keyof Limits,
  value: LimitValue,
  words: { readonly unlimited: string; readonly format: Format },
): string {
  if (value === "unlimited") return words.unlimited;
  if (name.endsWith("Seconds")) return words.format.duration(value * SECOND);
  return name.endsWith("Bytes") ? words.format.exactBytes(value) : words.format.exact(value);
}

/** How much of a limit of the whole broker is in use; undefined for limits of a single client or packet. */
export function usedOf(name: keyof Limits, gauges: Gauges): number | undefined {
  switch (name) {
    case "maximumConnections":
      return gauges.connections;
    case "maximumPendingConnections":
      return Math.max(0, gauges.connections - gauges.clientsConnected);
    case "maximumTotalOutboundBytes":
      return gauges.outboundBytes;
    case "maximumTotalQueuedMessages":
      return gauges.queuedMessages;
    case "maximumTotalQueuedBytes":
      return gauges.queuedBytes;
    case "maximumRetainedMessages":
      return gauges.retainedMessages;
    case "maximumMemoryBytes":
      return gauges.memoryBytes;
    case "maximumRetainedBytes":
      return gauges.retainedBytes;
    default:
      return undefined;
  }
}
