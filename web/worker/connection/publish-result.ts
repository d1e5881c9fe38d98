import { FIRST_ERROR_CODE, ReasonCode } from "../../../protocol/reason-codes.ts";
import type { OutgoingMessage, PublishResult } from "../messages/connection.ts";

/** How a publish ended, from the reason code of its last acknowledgement; undefined: there will be none. */
export function publishResultOf(message: OutgoingMessage, reasonCode: number | undefined): PublishResult {
  if (reasonCode === undefined) return { outcome: "failed", why: "connection-lost" };
  if (reasonCode === ReasonCode.PacketTooLarge) return { outcome: "failed", why: "too-large" };
  if (reasonCode >= FIRST_ERROR_CODE) return { outcome: "refused", reasonCode };
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
