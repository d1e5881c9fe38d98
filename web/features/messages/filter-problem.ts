import { isSharedFilter, sharedFilterError } from "../../../protocol/topics/shared.ts";
import { topicFilterError } from "../../../protocol/topics/validate.ts";
import type { SubscriptionDraft } from "./subscription-record.ts";

/** Why a subscription cannot be sent as it is asked for. */
export type DraftProblem = "empty" | "wrong" | "wrong-share" | "shared-no-local";

/** Checks filter and options as they are typed; No Local on a shared one would end the connection [5 MQTT-3.8.3-4]. */
export function draftProblem({ filter, noLocal }: SubscriptionDraft): DraftProblem | undefined {
  if (filter === "") return "empty";
  const isShared = isSharedFilter(filter);
  if (isShared && sharedFilterError(filter) !== undefined) return "wrong-share";
  if (topicFilterError(filter) !== undefined) return "wrong";
  return isShared && noLocal ? "shared-no-local" : undefined;
}
