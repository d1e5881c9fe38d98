import { topicFilterError } from "../../../protocol/topics/validate.ts";
import type { LiveSubscription } from "../../worker/messages.ts";

/** What the form asks about a subscription (MQTT 5.0 §3.8.3.1). */
export type SubscriptionDraft = Omit<LiveSubscription, "key" | "colour" | "isEnabled">;

/** The form as it begins: the flags of retained messages stay visible. */
export const NEW_SUBSCRIPTION: SubscriptionDraft = {
  filter: "",
  qos: 0,
  noLocal: false,
  retainAsPublished: true,
  retainHandling: 0,
};

/** A subscription with the smallest number that none of `others` has: number and colour tell it apart. */
export function numberedSubscription(
  draft: SubscriptionDraft,
  others: readonly LiveSubscription[],
): LiveSubscription {
  let number = 1;
  while (others.some((other) => other.key === String(number))) number++;
  return { ...draft, key: String(number), colour: number - 1, isEnabled: true };
}

const QOS: readonly unknown[] = [0, 1, 2];

/** Subscriptions out of what the browser kept; what is not one is left out. */
export function subscriptionsFrom(stored: unknown): readonly LiveSubscription[] {
  return Array.isArray(stored) ? stored.filter(isSubscription) : [];
}

function isSubscription(value: unknown): value is LiveSubscription {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Record<string, unknown>;
  return (
    typeof record.key === "string" &&
    typeof record.filter === "string" &&
    topicFilterError(record.filter) === undefined &&
    QOS.includes(record.qos) &&
    QOS.includes(record.retainHandling) &&
    Number.isInteger(record.colour) &&
    [record.noLocal, record.retainAsPublished, record.isEnabled].every((flag) => typeof flag === "boolean")
  );
}
