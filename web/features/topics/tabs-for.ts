import type { TopicDetail } from "../../worker/messages.ts";
import { TOPIC_TABS, type TopicTab } from "./topic-params.ts";

/** The tabs that have something to show: a mere branch has only what lies below it. */
export function tabsFor(
  detail: Pick<TopicDetail, "hasChildren" | "origin" | "ownMessageCount">,
): readonly TopicTab[] {
  if (detail.origin === "branch") return ["below"];
  const fitting: Record<TopicTab, boolean> = {
    value: true,
    history: detail.ownMessageCount > 0,
    chart: detail.ownMessageCount > 0,
    properties: detail.ownMessageCount > 0,
    who: true,
    below: detail.hasChildren,
  };
  return TOPIC_TABS.filter((tab) => fitting[tab]);
}
