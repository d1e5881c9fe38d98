import { Check } from "lucide-react";
import { reasonHex } from "../../lib/connection-end.ts";
import { explainPublish, isFailedPublish } from "../../lib/explain-publish.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { tip } from "../../ui/tip.ts";
import type { PublishResult } from "../../worker/messages.ts";
import type { Publishing } from "./use-publishing.ts";

/** PUBACK and PUBREC when nobody is subscribed (MQTT 5.0 §3.4.2.1). */
const NO_MATCHING_SUBSCRIBERS = 0x10;

type Results = Catalogue["publish"]["results"];

function explain(result: PublishResult, texts: Results): { word: string; text: string } | undefined {
  if (result.outcome === "sent") return { word: texts.sent, text: texts.sentTip };
  if (result.outcome !== "acknowledged") return undefined;
  return result.reasonCode === NO_MATCHING_SUBSCRIBERS
    ? { word: texts.nobody, text: texts.nobodyTip }
    : { word: texts.acknowledged, text: texts.acknowledgedTip(reasonHex(result.reasonCode)) };
}

/** What became of the last publish, in a few words beside the button; failures stand in PublishFailure. */
export function PublishOutcome({ publishing }: { publishing: Publishing }) {
  const texts = useTexts().publish;
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-sm">
      {publishing.phase === "publishing" && <span className="text-muted">{texts.publishing}</span>}
      {publishing.phase === "done" && <Done done={publishing} texts={texts.results} />}
    </span>
  );
}

function Done({ done, texts }: { done: Extract<Publishing, { phase: "done" }>; texts: Results }) {
  const words = explain(done.result, texts);
  if (words === undefined) return null;
  const { reached, isClearing } = done;
  return (
    <>
      <Check aria-hidden className="size-3.5 shrink-0 text-good" />
      <span {...tip(words.text, { clause: "3.4.2.1" })} className="truncate text-good">
        {isClearing ? `${words.word} · ${texts.cleared}` : words.word}
      </span>
      {reached !== undefined && !isClearing && (
        <span className="truncate text-muted">
          {reached === 0 ? texts.reachedNobody : texts.reached(reached)}
        </span>
      )}
    </>
  );
}

/** Why the last publish did not work; it stays until it is read. */
export function PublishFailure({ publishing, onDismiss }: { publishing: Publishing; onDismiss: () => void }) {
  const texts = useTexts();
  const format = useFormat();
  if (publishing.phase !== "done" || !isFailedPublish(publishing.result)) return null;
  return (
    <ErrorNote className="m-2" {...explainPublish(publishing.result, texts, format)} onDismiss={onDismiss} />
  );
}
