import { classNames } from "../../lib/class-names.ts";
import type { ConnectionPhase } from "../../worker/messages.ts";

type Phase = ConnectionPhase["phase"];

const STROKES: Record<Phase, string> = {
  connected: "stroke-good",
  stale: "stroke-warn",
  connecting: "stroke-muted",
  reconnecting: "stroke-warn",
  refused: "stroke-bad",
  closed: "stroke-bad",
  detached: "stroke-faint",
};

/** How the page's connection stands, by shape: filled, half, broken ring, crossed. The word stands beside it. */
export function PhaseDot({ phase }: { phase: Phase }) {
  const stroke = STROKES[phase];
  const isTrying = phase === "connecting" || phase === "reconnecting";
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
      <circle
        cx="5"
        cy="5"
        r="3.75"
        strokeWidth="1.5"
        strokeDasharray={isTrying ? "3 2.9" : undefined}
        className={classNames(stroke, phase === "connected" ? "fill-good" : "fill-none")}
      />
      {phase === "stale" && <path d="M5 1.25a3.75 3.75 0 0 1 0 7.5z" className="fill-warn" />}
      {(phase === "refused" || phase === "closed") && (
        <path d="M1.5 8.5l7-7" strokeWidth="1.5" className={stroke} />
      )}
    </svg>
  );
}
