import { useEffect, useState } from "react";
import type { LiveEvent } from "../../../server/adapters/http/contract/events.ts";
import { useBridge } from "../../bridge/hooks.ts";

/** How often a client has published on the watched topic. */
export interface SeenPublisher {
  readonly clientId: string;
  readonly count: number;
  readonly lastAt: number;
}

/** The list after one more message, the newest publisher first. */
export function withMessage(
  before: readonly SeenPublisher[],
  clientId: string,
  at: number,
): readonly SeenPublisher[] {
  const known = before.find((one) => one.clientId === clientId);
  const others = before.filter((one) => one !== known);
  return [{ clientId, count: (known?.count ?? 0) + 1, lastAt: at }, ...others];
}

/**
 * Who publishes on a topic, from now on: the broker's event of each message. Undefined while nobody watches, because
 * the broker then tells this tab of every message on every topic.
 */
export function usePublisherWatch(topic: string, isWatching: boolean): readonly SeenPublisher[] | undefined {
  const { inside } = useBridge();
  const [seen, setSeen] = useState<readonly SeenPublisher[]>([]);
  useEffect(() => {
    if (!isWatching) return;
    setSeen([]);
    const stream = new EventSource(inside.eventsUrl(["messageReceived"]));
    const needle = JSON.stringify(topic);
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      if (!data.includes(needle)) return;
      const event = JSON.parse(data) as LiveEvent;
      if (event.type !== "messageReceived" || event.topic !== topic) return;
      setSeen((before) => withMessage(before, event.clientId, event.at));
    };
    return () => stream.close();
  }, [inside, topic, isWatching]);
  return isWatching ? seen : undefined;
}
