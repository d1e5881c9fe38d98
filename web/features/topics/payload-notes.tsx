import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import type { StoredMessage } from "../../worker/messages.ts";

export interface CutNoteProps {
  readonly message: StoredMessage;
  readonly isLoading?: boolean;
  readonly isGone?: boolean;
  readonly onLoad: () => void;
}

/** Only the beginning of the payload is here: how much of it, and the rest on request. */
export function CutNote({ message, isLoading = false, isGone = false, onLoad }: CutNoteProps) {
  const texts = useTexts().topics;
  const format = useFormat();
  const shown = format.exactBytes(message.payload.length);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-warn-ground px-3 py-1.5">
      <span className="min-w-0 flex-1">
        {isGone ? `${texts.noLongerHeld}. ` : ""}
        {texts.shownPart(shown, format.exactBytes(message.payloadBytes))}
      </span>
      {!isGone && (
        <Button onClick={onLoad} disabled={isLoading}>
          {isLoading ? texts.loadingAll : texts.loadAll}
        </Button>
      )}
    </div>
  );
}

/** A message without payload. */
export function EmptyNote() {
  const texts = useTexts().topics;
  return (
    <p className="p-3">
      {texts.emptyValue}. <span className="text-muted">{texts.emptyValueWhat}</span>
    </p>
  );
}
