import type { RightsChanges } from "../../../server/adapters/http/contract/access.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { ChangeSection } from "./change-section.tsx";

/** What would be cut off, kind by kind, and what is known to be allowed then. */
export function Changes({ changes }: { changes: RightsChanges }) {
  const texts = useTexts().access.preview;
  const { subscriptions, queues, retainedSilenced, willsSilenced } = changes;
  const losses = [subscriptions, queues, retainedSilenced, willsSilenced];
  const hasLosses = losses.some(({ total }) => total > 0);
  return (
    <>
      <p className={hasLosses ? "font-semibold" : undefined}>
        {hasLosses ? texts.sessions(changes.sessions) : texts.none}
      </p>
      <ChangeSection
        title={texts.subscriptions(subscriptions.total)}
        total={subscriptions.total}
        columns={[texts.client, texts.filter, texts.why]}
        rows={subscriptions.items.map((row) => ({ ...row, subject: row.filter }))}
      />
      <Queues queues={queues} />
      <ChangeSection
        title={texts.retainedSilenced(retainedSilenced.total)}
        note={texts.retainedSilencedWhat}
        total={retainedSilenced.total}
        columns={[texts.author, texts.topic, texts.why]}
        rows={retainedSilenced.items.map((row) => ({ ...row, subject: row.topic }))}
      />
      <ChangeSection
        title={texts.willsSilenced(willsSilenced.total)}
        total={willsSilenced.total}
        columns={[texts.client, texts.topic, texts.why]}
        rows={willsSilenced.items.map((row) => ({ ...row, subject: row.topic }))}
      />
      <Heard changes={changes} />
    </>
  );
}

function Queues({ queues }: Pick<RightsChanges, "queues">) {
  const texts = useTexts().access.preview;
  const format = useFormat();
  return (
    <ChangeSection
      title={texts.queues(queues.messages)}
      total={queues.total}
      columns={[texts.client, texts.waiting]}
      rows={queues.items.map((row) => ({
        ...row,
        subject: texts.queueOf(row.messages, format.bytes(row.bytes)),
        isText: true,
      }))}
    />
  );
}

function Heard({ changes: { retainedHeard, willsHeard } }: { changes: RightsChanges }) {
  const texts = useTexts().access.preview;
  if (retainedHeard.total + willsHeard.total === 0) return null;
  return (
    <section className="flex flex-col gap-4 border-t pt-3">
      <div>
        <h2 className="text-lg font-semibold">{texts.heard}</h2>
        <p className="text-muted">{texts.heardWhat}</p>
      </div>
      <ChangeSection
        title={texts.retainedHeard(retainedHeard.total)}
        total={retainedHeard.total}
        columns={[texts.author, texts.topic, texts.why]}
        rows={retainedHeard.items.map((row) => ({ ...row, subject: row.topic }))}
      />
      <ChangeSection
        title={texts.willsHeard(willsHeard.total)}
        total={willsHeard.total}
        columns={[texts.client, texts.topic, texts.why]}
        rows={willsHeard.items.map((row) => ({ ...row, subject: row.topic }))}
      />
    </section>
  );
}
