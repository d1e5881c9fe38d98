import type { PublishResult as ClientResult } from "../../../protocol/client/client-options.ts";
import { FIRST_ERROR_CODE } from "../../../protocol/reason-codes.ts";
import type { OutgoingMessage, PublishResult } from "../messages/connection.ts";

/** How a publish ended, from its last acknowledgement. */
export function publishResultOf(message: OutgoingMessage, result: ClientResult): PublishResult {
  const { reasonCode, reasonString, withheld } = result;
  if (reasonCode === undefined) return { outcome: "failed", why: "connection-lost" };
  if (withheld !== undefined) return { outcome: "withheld", reasonCode, ...withheld };
  if (reasonCode >= FIRST_ERROR_CODE) {
    return { outcome: "refused", reasonCode, ...(reasonString === undefined ? {} : { reasonString }) };
  }
  return message.qos === 0 ? { outcome: "sent" } : { outcome: "acknowledged", reasonCode };
}

/** The message cannot be sent at all, for the reason that was thrown. */
export function invalidMessage(error: unknown): PublishResult {
  return {
    outcome: "failed",
    why: "invalid",
    detail: error instanceof Error ? error.message : String(error),
  };
}
