import { useEffect, useState } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import type { LiveSubscription, StoredMessage } from "../../worker/messages.ts";
import { MessageFacts } from "./message-facts.tsx";
import { PayloadView } from "./payload-view.tsx";

export interface MessagePanelProps {
  readonly sequence: number;
  readonly broughtBy: readonly LiveSubscription[];
}

/** A message opened in place: its payload, and everything else about it. */
export function MessagePanel({ sequence, broughtBy }: MessagePanelProps) {
  const texts = useTexts().messages;
  const read = useStreamMessage(sequence);
  if (read === "reading") return <p className="p-3 text-muted">{texts.loading}</p>;
  if (read === "gone") {
    return <ErrorNote className="m-2" tone="warn" what={texts.gone} why={texts.goneWhy} />;
  }
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_minmax(0,1fr)] md:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)] md:grid-rows-1">
      <PayloadView payload={read.payload} />
      <div className="flex min-h-0 flex-col border-t md:border-t-0 md:border-l">
        <MessageFacts message={read} broughtBy={broughtBy} />
      </div>
    </div>
  );
}

function useStreamMessage(sequence: number): StoredMessage | "reading" | "gone" {
  const ask = useAsk();
  const [read, setRead] = useState<{ sequence: number; message: StoredMessage | undefined }>();
  useEffect(() => {
    let isWanted = true;
    ask("readStreamMessage", { sequence }).then((message) => {
      if (isWanted) setRead({ sequence, message });
    });
    return () => {
      isWanted = false;
    };
  }, [ask, sequence]);
  if (read?.sequence !== sequence) return "reading";
  return read.message ?? "gone";
}
