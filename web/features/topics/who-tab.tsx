import { useConnection } from "../../bridge/hooks.ts";
import { useInside } from "../../bridge/use-inside.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { InsideElsewhere, InsideFailure } from "../../ui/inside-note.tsx";
import { Section } from "../../ui/section.tsx";
import type { TopicDetail } from "../../worker/messages.ts";
import { PublisherSection } from "./publisher-section.tsx";
import { SubscriberTable } from "./subscriber-table.tsx";

/** Who published what is retained, and who would get a message: only our own broker knows. */
export function WhoTab({ detail }: { detail: TopicDetail }) {
  const isOwn = useConnection(({ broker }) => broker === "own");
  if (!isOwn) return <InsideElsewhere />;
  return (
    <div className="flex flex-col">
      <PublisherSection detail={detail} />
      <Subscribers topic={detail.path} />
    </div>
  );
}

function Subscribers({ topic }: { topic: string }) {
  const texts = useTexts().topics.who;
  const subscribers = useInside(`subscribers ${topic}`, ["subscriptions", "sessions"], (inside, signal) =>
    inside.subscribers(topic, signal),
  );
  const { state, data, error, loadedAt, reload } = subscribers;
  return (
    <Section title={texts.subscribers} className="border-t">
      <p className="text-muted">{texts.subscribersWhat}</p>
      {state === "failed" && <InsideFailure error={error} loadedAt={loadedAt} onRetry={reload} />}
      {data && data.items.length === 0 && <p>{texts.noSubscribers}</p>}
      {data && data.items.length > 0 && <SubscriberTable subscriptions={data.items} />}
    </Section>
  );
}
