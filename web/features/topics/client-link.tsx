import { Link } from "wouter";
import { useConnection } from "../../bridge/hooks.ts";
import { clientAddress } from "../../lib/links.ts";
import { useTexts } from "../../texts/use-texts.ts";

/** A client id that leads to its session; the page's own client is named so. */
export function ClientLink({ clientId }: { clientId: string }) {
  const texts = useTexts().topics.who;
  const ownId = useConnection((state) => state.clientId);
  return (
    <span className="inline-flex min-w-0 items-baseline gap-2">
      <Link href={clientAddress(clientId, location.search)} className="truncate font-mono text-sm">
        {clientId}
      </Link>
      {clientId === ownId && <span className="text-sm whitespace-nowrap text-muted">{texts.thisPage}</span>}
    </span>
  );
}
