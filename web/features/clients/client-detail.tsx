import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { InsideFailure } from "../../ui/inside-note.tsx";
import { ClientConfirm } from "./client-confirm.tsx";
import { ClientHeader } from "./client-header.tsx";
import { ClientTabs } from "./client-tabs.tsx";
import { ClientWarnings } from "./client-warnings.tsx";
import type { ClientActions } from "./use-client-actions.ts";
import { useClientDetail } from "./use-client-detail.ts";

export interface ClientDetailProps {
  readonly clientId: string;
  readonly facts: BrokerFacts;
  readonly actions: ClientActions;
  readonly isNarrow: boolean;
  readonly onClose: () => void;
}

/** One session in full: its flags, subscriptions, messages on their way, queue, will and life. */
export function ClientDetail({ clientId, facts, actions, isNarrow, onClose }: ClientDetailProps) {
  const texts = useTexts().clients.detail;
  const { state, session, error, loadedAt, reload } = useClientDetail(clientId);
  const header = (
    <ClientHeader
      clientId={clientId}
      session={session}
      isEnded={state === "ended" || state === "absent"}
      facts={facts}
      actions={actions}
      isNarrow={isNarrow}
      onClose={onClose}
    />
  );
  return (
    <section aria-label={texts.label(clientId)} className="flex min-h-0 min-w-0 flex-1 flex-col">
      {header}
      {session !== undefined && state !== "ended" && <ClientConfirm session={session} actions={actions} />}
      {state === "failed" && <InsideFailure error={error} loadedAt={loadedAt} onRetry={reload} />}
      {state === "ended" && (
        <ErrorNote className="m-2" tone="warn" what={texts.ended} todo={texts.endedText} />
      )}
      {state === "absent" && <EmptyState title={texts.neverWas} text={texts.neverWasText} />}
      {state === "loading" && session === undefined && (
        <p role="status" className="p-3 text-muted">
          {texts.loading}
        </p>
      )}
      {session !== undefined && <ClientWarnings session={session} facts={facts} />}
      {session !== undefined && <ClientTabs session={session} facts={facts} />}
    </section>
  );
}
