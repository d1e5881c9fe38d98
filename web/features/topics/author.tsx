import { Link } from "wouter";
import { useConnection } from "../../bridge/hooks.ts";
import { clientAddress } from "../../lib/links.ts";
import { setUrlState } from "../../lib/use-url-state.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { tip } from "../../ui/tip.ts";
import type { StoredMessage, TopicDetail } from "../../worker/messages.ts";
import { tabParam } from "./topic-params.ts";
import { useRetainedRecord } from "./use-retained-record.ts";

/** By whom the last message is, where that is known, and why it is not where it is not. */
export function Author({ detail, last }: { detail: TopicDetail; last: StoredMessage }) {
  const texts = useTexts().topics;
  const isOwn = useConnection(({ broker }) => broker === "own");
  if (!isOwn) return <span {...tip(texts.byUnknownTip)}>{texts.byUnknown}</span>;
  // The record is of the retained message: the last is another one unless it came with RETAIN.
  if (!last.retain || !detail.isRetained) return <UnknownAuthor />;
  return <RecordedAuthor topic={detail.path} newestIndex={detail.ownMessageCount} />;
}

function UnknownAuthor() {
  const texts = useTexts().topics;
  return (
    <button
      type="button"
      {...tip(texts.byNotRetained)}
      className="underline decoration-dotted underline-offset-2 hover:text-ink"
      onClick={() => setUrlState("tab", tabParam, "who")}
    >
      {texts.byUnknown}
    </button>
  );
}

function RecordedAuthor({ topic, newestIndex }: { topic: string; newestIndex: number }) {
  const texts = useTexts().topics;
  const { data } = useRetainedRecord(topic, newestIndex);
  if (!data) return null;
  const { publisherClientId, publisherUserName } = data;
  const user = publisherUserName === undefined ? "" : ` (${publisherUserName})`;
  return (
    <span className="min-w-0 truncate">
      {texts.by} <Link href={clientAddress(publisherClientId, location.search)}>{publisherClientId}</Link>
      {user}
    </span>
  );
}
