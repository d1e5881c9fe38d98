import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";

/** What the client does that it may not, and is let go on with: what it means, and what to do. */
export function ClientWarnings({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts().clients.warnings;
  return session.warnings.map(({ at, code }) => (
    <ErrorNote
      key={code}
      className="mx-3 mt-2"
      tone="warn"
      what={texts[code].what}
      why={texts[code].why}
      todo={texts[code].todo}
      actions={<Age at={facts.toLocal(at)} className="text-sm text-muted" />}
    />
  ));
}
