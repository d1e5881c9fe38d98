import { Eye } from "lucide-react";
import { useState } from "react";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { ClientLink } from "./client-link.tsx";
import { usePublisherWatch } from "./use-publisher-watch.ts";

/** On request: who publishes on a topic from now on. */
export function PublisherWatch({ topic }: { topic: string }) {
  const texts = useTexts().topics.who;
  const { toLocal } = useBrokerFacts();
  const [isWatching, setWatching] = useState(false);
  const seen = usePublisherWatch(topic, isWatching);
  if (!seen) {
    return (
      <Button
        icon={<Eye />}
        explanation={texts.watchTip}
        onClick={() => setWatching(true)}
        className="self-start"
      >
        {texts.watch}
      </Button>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <span className="label-caps">{seen.length === 0 ? texts.watching : texts.watched}</span>
        <Button kind="quiet" onClick={() => setWatching(false)}>
          {texts.stopWatching}
        </Button>
      </div>
      <ul>
        {seen.map(({ clientId, count, lastAt }) => (
          <li key={clientId} className="flex items-baseline gap-3">
            <ClientLink clientId={clientId} />
            <span className="text-muted">{texts.times(count)}</span>
            <Age at={toLocal(lastAt)} className="text-muted" />
          </li>
        ))}
      </ul>
    </div>
  );
}
