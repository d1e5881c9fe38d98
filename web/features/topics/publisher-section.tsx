import type { RetainedSummary } from "../../../server/adapters/http/contract/retained.ts";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { InsideFailure } from "../../ui/inside-note.tsx";
import { Section } from "../../ui/section.tsx";
import type { TopicDetail } from "../../worker/messages.ts";
import { ClientLink } from "./client-link.tsx";
import { PublisherWatch } from "./publisher-watch.tsx";
import { useRetainedRecord } from "./use-retained-record.ts";

/** Who published: for what is retained the broker has kept it, for the rest it can be watched. */
export function PublisherSection({ detail }: { detail: TopicDetail }) {
  const texts = useTexts().topics.who;
  const { state, data, error, loadedAt, reload } = useRetainedRecord(detail.path, detail.ownMessageCount);
  return (
    <Section title={texts.publisher}>
      {state === "failed" && <InsideFailure error={error} loadedAt={loadedAt} onRetry={reload} />}
      {data && <RetainedFacts record={data} />}
      {state === "ready" && !data && <p className="text-muted">{texts.unknown}</p>}
      <PublisherWatch key={detail.path} topic={detail.path} />
    </Section>
  );
}

function RetainedFacts({ record }: { record: RetainedSummary }) {
  const texts = useTexts().topics.who;
  const format = useFormat();
  const { toLocal } = useBrokerFacts();
  const at = toLocal(record.receivedAt);
  return (
    <FactList>
      <Fact name={texts.clientId}>
        <ClientLink clientId={record.publisherClientId} />
      </Fact>
      <Fact name={texts.user}>
        {record.publisherUserName ?? <span className="text-muted">{texts.noUser}</span>}
      </Fact>
      <Fact name={texts.since}>
        {format.dateTime(at)} <Age at={at} className="text-muted" />
      </Fact>
      {record.expiresAt !== undefined && (
        <Fact name={texts.expires}>
          <Age at={toLocal(record.expiresAt)} />
        </Fact>
      )}
    </FactList>
  );
}
