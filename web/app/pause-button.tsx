import { Pause, Play } from "lucide-react";
import { useConnection, useSend } from "../bridge/hooks.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";

export const PAUSE_KEY = ".";

/** Stops the view, never the record; while it is stopped, says how much waits. */
export function PauseButton() {
  const texts = useTexts().shell;
  const format = useFormat();
  const send = useSend();
  const isPaused = useConnection((state) => state.isPaused);
  const waiting = useConnection((state) => state.waitingMessages);
  const toggle = () => send({ type: "pause", isPaused: !isPaused });
  if (!isPaused) {
    return <IconButton label={texts.pause} keys={PAUSE_KEY} icon={<Pause />} onClick={toggle} />;
  }
  return (
    <Button
      kind="primary"
      icon={<Play />}
      explanation={`${texts.pausedTip} ${texts.waiting(waiting)}.`}
      keys={PAUSE_KEY}
      aria-label={`${texts.resume}, ${texts.waiting(waiting)}`}
      onClick={toggle}
    >
      {format.count(waiting)}
    </Button>
  );
}
