import { Undo2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";

const STEP_MILLISECONDS = 250;

export interface UndoBarProps {
  /** What was done: "3 retained messages cleared". */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly onUndo: () => void;
  /** The time is over, or it was dismissed. */
  readonly onEnd: () => void;
}

/** What was just done, with the time in which it can be taken back. */
export function UndoBar({ text, until, onUndo, onEnd }: UndoBarProps) {
  const texts = useTexts().kit;
  const format = useFormat();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  const left = until - now;
  const isOver = left <= 0;
  useEffect(() => {
    if (isOver) onEnd();
  }, [isOver, onEnd]);
  const seconds = Math.max(1, Math.ceil(left / 1000)) * 1000;
  return (
    <div className="appear flex items-center gap-3 rounded-md border border-line-strong bg-raised px-3 py-1.5">
      <span role="status" className="min-w-0 flex-1 break-words">
        {text}
      </span>
      <span className="text-sm whitespace-nowrap text-muted">{texts.undoLeft(format.duration(seconds))}</span>
      <Button icon={<Undo2 />} onClick={onUndo}>
        {texts.undo}
      </Button>
      <IconButton label={texts.dismiss} icon={<X />} onClick={onEnd} />
    </div>
  );
}
