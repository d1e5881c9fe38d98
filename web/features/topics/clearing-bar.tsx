import { useEffect, useRef } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { UndoBar } from "../../ui/undo-bar.tsx";
import type { RetainedClearing } from "./use-retained-clearing.ts";

const READ_MILLISECONDS = 4000;

/** What a clearing asks, does and did. */
export function ClearingBar({ clearing }: { clearing: RetainedClearing }) {
  const { state } = clearing;
  return state.phase === "idle" ? null : (
    <div className="shrink-0 border-t bg-panel p-2">
      <ClearingStep clearing={clearing} />
    </div>
  );
}

function ClearingStep({ clearing }: { clearing: RetainedClearing }) {
  const { state } = clearing;
  switch (state.phase) {
    case "idle":
      return null;
    case "asking":
      return <Question clearing={clearing} state={state} />;
    case "working":
      return <Working clearing={clearing} done={state.done} total={state.total} />;
    case "failed":
      return <ErrorNote {...state.explanation} onDismiss={clearing.end} />;
    case "done": {
      const { text, undo } = state;
      if (undo === undefined) return <Told text={text} onEnd={clearing.end} />;
      return (
        <UndoBar text={text} until={undo.until} onUndo={() => clearing.undo(undo)} onEnd={clearing.end} />
      );
    }
  }
}

interface QuestionProps {
  readonly clearing: RetainedClearing;
  readonly state: Extract<RetainedClearing["state"], { phase: "asking" }>;
}

function Question({ clearing, state }: QuestionProps) {
  const texts = useTexts();
  const format = useFormat();
  const words = texts.topics.clear;
  const { count, bytes, isUndoable } = state.forecast;
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  const text =
    bytes === undefined
      ? words.askForeign(count, state.target.path)
      : words.ask(count, format.bytes(bytes), state.target.path);
  return (
    <div role="alertdialog" aria-label={text} className="flex flex-wrap items-center gap-2">
      <span className="min-w-0 flex-1 basis-64 break-words">
        {text} {!isUndoable && <strong className="font-semibold text-bad">{words.noUndo}</strong>}
      </span>
      <Button kind="danger" ref={confirm} onClick={clearing.confirm}>
        {words.confirm(count)}
      </Button>
      <Button onClick={clearing.end}>{texts.kit.cancel}</Button>
    </div>
  );
}

function Working({ clearing, done, total }: { clearing: RetainedClearing; done: number; total: number }) {
  const texts = useTexts().topics.clear;
  const format = useFormat();
  const isOwn = useConnection(({ broker }) => broker === "own");
  return (
    <div className="flex items-center gap-2">
      <span role="status" className="flex-1">
        {texts.progress(format.exact(done), format.exact(total))}
      </span>
      {!isOwn && <Button onClick={clearing.end}>{texts.stop}</Button>}
    </div>
  );
}

function Told({ text, onEnd }: { text: string; onEnd: () => void }) {
  useEffect(() => {
    const timer = setTimeout(onEnd, READ_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [onEnd]);
  return (
    <p role="status" className="break-words">
      {text}
    </p>
  );
}
