import { Eraser, ListFilter, Pause, Play, X } from "lucide-react";
import type { Ref } from "react";
import { useConnection, useSend } from "../../bridge/hooks.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { StreamWindow } from "../../worker/messages.ts";
import { streamProblemText } from "./stream-problem.ts";

export interface StreamToolbarProps {
  readonly window: StreamWindow;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly only: readonly string[];
  readonly onOnlyChange: (keys: readonly string[]) => void;
  /** Given: the subscriptions are another screen. */
  readonly onSubscriptions?: (() => void) | undefined;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** Over the stream: what is shown of it, pause and clear. */
export function StreamToolbar(props: StreamToolbarProps) {
  const texts = useTexts();
  const { window, text, onText } = props;
  const problem =
    window.filterProblem && window.filterText === text
      ? streamProblemText(window.filterProblem, texts)
      : undefined;
  return (
    <div className="flex shrink-0 flex-wrap items-start gap-2 border-b p-2">
      {props.onSubscriptions && (
        <Button icon={<ListFilter />} onClick={props.onSubscriptions}>
          {texts.messages.show(window.subscriptions.length)}
        </Button>
      )}
      <TextField
        ref={props.searchRef}
        label={texts.messages.search}
        isLabelHidden
        placeholder={texts.messages.searchPlaceholder}
        value={text}
        onChange={onText}
        problem={problem}
        isMonospace
        className="order-last min-w-40 flex-1 basis-full sm:order-none sm:basis-64"
        tools={
          text !== "" && (
            <IconButton label={texts.messages.clearSearch} icon={<X />} onClick={() => onText("")} />
          )
        }
      />
      {props.only.map((key) => (
        <Chip
          key={key}
          name={texts.messages.showOnlyOf(key)}
          onRemove={() => props.onOnlyChange(props.only.filter((other) => other !== key))}
        >
          {texts.messages.showOnlyOf(key)}
        </Chip>
      ))}
      <StreamButtons window={window} />
    </div>
  );
}

function StreamButtons({ window }: { window: StreamWindow }) {
  const texts = useTexts();
  const format = useFormat();
  const send = useSend();
  const isNarrow = useIsNarrow();
  const isPaused = useConnection((state) => state.isPaused);
  return (
    <span className="flex gap-2">
      {!isNarrow && (
        <Button
          icon={isPaused ? <Play /> : <Pause />}
          explanation={texts.shell.pausedTip}
          keys="."
          onClick={() => send({ type: "pause", isPaused: !isPaused })}
        >
          {isPaused ? texts.shell.resume : texts.shell.pause}
        </Button>
      )}
      <Button
        icon={<Eraser />}
        explanation={texts.messages.clearTip}
        disabled={window.held === 0}
        onClick={() => send({ type: "clearStream" })}
      >
        {texts.messages.clear(format.count(window.held))}
      </Button>
    </span>
  );
}
