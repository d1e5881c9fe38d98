import type { QueueEntry } from "../../../server/adapters/http/contract/session-queue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { DirectionArrow } from "../../ui/direction-arrow.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";

/** The place in what waits; of what was sent its packet id. */
export function QueuePlace({ entry, place }: { entry: QueueEntry; place: number }) {
  const format = useFormat();
  if (entry.inflight === undefined) return <span className="text-muted">{format.exact(place)}</span>;
  return (
    <span className="inline-flex items-center gap-1">
      <DirectionArrow direction="out" />
      {entry.inflight.packetId}
    </span>
  );
}

export interface QueueTopicProps {
  readonly entry: QueueEntry;
  readonly isOldest: boolean;
  readonly isNextToDrop: boolean;
}

/** The topic, and what stands out of the entry: sent, the next to be sent, the next to be dropped. */
export function QueueTopic({ entry, isOldest, isNextToDrop }: QueueTopicProps) {
  const { queue, inflight } = useTexts().clients;
  const { message } = entry;
  const awaits = entry.inflight?.awaits;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {message === undefined ? (
        <span className="truncate text-faint">{inflight.released}</span>
      ) : (
        <Topic topic={message.topic} title={wholeOf(message, queue)} />
      )}
      {message?.retain === true && <RetainedPin isFlag />}
      {awaits !== undefined && <Badge explanation={inflight.awaitsTips[awaits]}>{queue.sent(awaits)}</Badge>}
      {isOldest && (
        <Badge tone="accent" explanation={queue.nextTip}>
          {queue.next}
        </Badge>
      )}
      {isNextToDrop && (
        <Badge tone="warn" explanation={queue.policies["drop-oldest"]}>
          {queue.nextToDrop}
        </Badge>
      )}
    </span>
  );
}

/** Topics of a queue differ at their end, so that stays to be seen. */
function Topic({ topic, title }: { topic: string; title: string }) {
  const end = Math.max(0, topic.lastIndexOf("/"));
  return (
    <span className="flex min-w-0 font-mono text-sm" title={title}>
      <span className="truncate">{topic.slice(0, end)}</span>
      <span className="max-w-32 shrink-0 truncate">{topic.slice(end)}</span>
    </span>
  );
}

function wholeOf(
  { topic, sharedFilter, subscriptionIdentifiers }: NonNullable<QueueEntry["message"]>,
  texts: ReturnType<typeof useTexts>["clients"]["queue"],
): string {
  const parts = [topic];
  if (sharedFilter !== undefined) parts.push(texts.by(sharedFilter));
  if (subscriptionIdentifiers.length > 0) parts.push(texts.identifiers(subscriptionIdentifiers.join(", ")));
  return parts.join("\n");
}
