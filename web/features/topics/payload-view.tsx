import { Download } from "lucide-react";
import { useMemo } from "react";
import { saveFile } from "../../lib/save-file.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { ToggleGroup } from "../../ui/toggle-group.tsx";
import type { StoredMessage } from "../../worker/messages.ts";
import { copyOf, fileNameOf } from "./payload-file.ts";
import { PayloadForm } from "./payload-form.tsx";
import { CutNote, EmptyNote } from "./payload-notes.tsx";
import { VALUE_FORMS, type ValueForm, type ValueFormChoice } from "./topic-params.ts";
import { useWholeMessage } from "./use-whole-message.ts";
import { naturalForm } from "./value-forms.ts";

export interface PayloadViewProps {
  readonly message: StoredMessage;
  readonly choice: ValueFormChoice;
  readonly onChoice: (choice: ValueFormChoice) => void;
  /** Numbers of the payload that can be charted. */
  readonly numericFields?: readonly string[];
  readonly onChart?: (field: string) => void;
}

/** A payload as JSON, text, hex or base64; its size always, nothing cut without saying so. */
export function PayloadView(props: PayloadViewProps) {
  const { choice, onChoice } = props;
  const texts = useTexts().topics;
  const whole = useWholeMessage(props.message);
  const { message } = whole;
  const { payload } = message;
  const isCut = payload.length < message.payloadBytes;
  const natural = useMemo(() => naturalForm(payload, isCut), [payload, isCut]);
  const form = choice === "auto" ? natural : choice;
  if (message.payloadBytes === 0) return <EmptyNote />;
  const choose = (next: ValueForm) => onChoice(next === natural ? "auto" : next);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-2 py-1">
        <ToggleGroup
          label={texts.forms.label}
          value={form}
          onChange={choose}
          options={VALUE_FORMS.map((value) => ({ value, label: texts.forms[value] }))}
        />
        <PayloadTools message={message} form={form} />
      </div>
      {isCut && <CutNote message={message} isLoading={whole.isLoading} onLoad={whole.load} />}
      {whole.isGone && <CutNote message={message} isGone onLoad={whole.load} />}
      <PayloadForm
        key={message.topic}
        payload={payload}
        isCut={isCut}
        form={form}
        onForm={choose}
        numericFields={props.numericFields ?? []}
        onChart={props.onChart}
      />
    </div>
  );
}

function PayloadTools({ message, form }: { message: StoredMessage; form: ValueForm }) {
  const texts = useTexts().topics;
  const format = useFormat();
  const { payload, payloadBytes, topic } = message;
  const isWhole = payload.length === payloadBytes;
  return (
    <span className="ml-auto flex items-center gap-1">
      <span title={format.exactBytes(payloadBytes)} className="pr-1 text-sm text-muted">
        {format.bytes(payloadBytes)}
      </span>
      {isWhole && (
        <>
          <CopyButton text={() => copyOf(payload, form)} what={texts.copyPayload} />
          <IconButton
            label={texts.download}
            icon={<Download className="size-3.5!" />}
            className="size-5 coarse:size-8"
            onClick={() => saveFile(fileNameOf(topic, naturalForm(payload)), payload)}
          />
        </>
      )}
    </span>
  );
}
