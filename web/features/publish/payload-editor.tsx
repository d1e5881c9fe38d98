import { type ChangeEvent, useRef, useState } from "react";
import { classNames } from "../../lib/class-names.ts";
import { readJson, writeJson } from "../../lib/json-text.ts";
import {
  bestText,
  PAYLOAD_MODES,
  type PayloadMode,
  readPayload,
  writePayload,
} from "../../lib/payload-text.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { CodeEditor } from "../../ui/code-editor.tsx";
import { ToggleGroup } from "../../ui/toggle-group.tsx";
import { payloadProblemText } from "./problem-texts.ts";
import { isClearing, type PublishForm, type ReadForm } from "./publish-form.ts";

/** A larger text makes the editor slow. */
const MAXIMUM_FILE_BYTES = 262_144;

export interface PayloadEditorProps {
  readonly form: PublishForm;
  readonly read: ReadForm;
  readonly onChange: (change: Partial<PublishForm>) => void;
  readonly onSubmit: () => void;
  /** Publishes what is written as text, whatever the mode says. */
  readonly onSubmitAsText: () => void;
}

/** The payload as JSON, text, hex or base64; another way of writing keeps the bytes where it can. */
export function PayloadEditor(props: PayloadEditorProps) {
  const { form, read, onChange, onSubmit, onSubmitAsText } = props;
  const texts = useTexts().publish;
  const { mode, payload } = form;
  const changeMode = (next: PayloadMode) => {
    const bytes = readPayload(payload, mode);
    const rewritten = bytes.isValid ? writePayload(bytes.bytes, next) : undefined;
    onChange({ mode: next, payload: rewritten ?? payload });
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <ToggleGroup
          label={texts.modes.label}
          options={PAYLOAD_MODES.map((value) => ({ value, label: texts.modes[value] }))}
          value={mode}
          onChange={changeMode}
        />
        <FormatButton form={form} onChange={onChange} />
        <FileButton onChange={onChange} />
        <span className="flex-1" />
        <PayloadSize bytes={read.payloadBytes} />
      </div>
      <CodeEditor
        label={texts.payload}
        value={payload}
        language={mode === "json" ? "json" : "text"}
        onChange={(next) => onChange({ payload: next })}
        onSubmit={onSubmit}
        className="min-h-36 flex-1"
      />
      <PayloadNote form={form} read={read} onSubmitAsText={onSubmitAsText} />
    </div>
  );
}

/** How large the payload is by now. */
export function PayloadSize({ bytes }: { bytes: number | undefined }) {
  const texts = useTexts().publish;
  const format = useFormat();
  if (bytes === undefined) return null;
  return (
    <span className="text-sm whitespace-nowrap text-muted">
      {bytes === 0 ? texts.noPayload : texts.payloadSize(format.bytes(bytes))}
    </span>
  );
}

function PayloadNote({ form, read, onSubmitAsText }: Omit<PayloadEditorProps, "onSubmit" | "onChange">) {
  const texts = useTexts().publish;
  const { payload: problem, isTextIndicatorWrong } = read.problems;
  if (problem !== undefined) {
    return (
      <p role="status" className="flex min-h-6 flex-wrap items-center gap-2 text-sm text-bad">
        {payloadProblemText(problem, texts)}
        <Button onClick={onSubmitAsText}>{texts.asText}</Button>
      </p>
    );
  }
  const note = isTextIndicatorWrong ? texts.fieldProblems.textIndicator : undefined;
  const warning = isClearing(form) ? texts.clears : undefined;
  return (
    <p
      role="status"
      className={classNames(
        "flex min-h-6 items-center text-sm",
        note === undefined ? "text-warn" : "text-bad",
      )}
    >
      {note ?? warning}
    </p>
  );
}

function FormatButton({ form, onChange }: Pick<PayloadEditorProps, "form" | "onChange">) {
  const texts = useTexts().publish;
  if (form.mode !== "json") return null;
  const indent = () => {
    const result = readJson(form.payload);
    if (result.isJson) onChange({ payload: writeJson(result.node) });
  };
  const isDisabled = form.payload === "" || !readJson(form.payload).isJson;
  return (
    <Button kind="quiet" explanation={texts.formatTip} disabled={isDisabled} onClick={indent}>
      {texts.format}
    </Button>
  );
}

function FileButton({ onChange }: Pick<PayloadEditorProps, "onChange">) {
  const texts = useTexts().publish;
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState<number>();
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // the same file may be chosen again
    event.target.value = "";
    if (file === undefined) return;
    setTooLarge(file.size > MAXIMUM_FILE_BYTES ? file.size : undefined);
    if (file.size > MAXIMUM_FILE_BYTES) return;
    const { mode, text } = bestText(new Uint8Array(await file.arrayBuffer()));
    onChange({ mode, payload: text });
  };
  return (
    <>
      <input ref={input} type="file" aria-label={texts.file} className="hidden" onChange={take} />
      <Button kind="quiet" onClick={() => input.current?.click()}>
        {texts.file}
      </Button>
      {tooLarge !== undefined && (
        <span role="alert" className="text-sm text-bad">
          {texts.fileTooLarge(format.bytes(tooLarge), format.bytes(MAXIMUM_FILE_BYTES))}
        </span>
      )}
    </>
  );
}
