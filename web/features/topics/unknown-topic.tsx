import { ArrowLeft, Send } from "lucide-react";
import { openPublish } from "../../lib/publish-draft.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";

/** A topic that the address names, and that has not been heard. */
export function UnknownTopic({ topic, onBack }: { topic: string; onBack: (() => void) | undefined }) {
  const texts = useTexts().topics;
  return (
    <section aria-label={topic}>
      <div className="flex h-8 items-center gap-1 border-b px-3">
        {onBack && <IconButton label={texts.back} icon={<ArrowLeft />} onClick={onBack} className="-ml-2" />}
        <CopyableValue value={topic} what={texts.columns.topic} />
      </div>
      <EmptyState title={texts.unknownTopic} text={texts.unknownTopicWhat}>
        <div>
          <Button icon={<Send />} onClick={() => openPublish({ topic })}>
            {texts.commands.publishHere}
          </Button>
        </div>
      </EmptyState>
    </section>
  );
}
