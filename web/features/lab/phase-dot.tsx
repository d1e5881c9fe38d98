import { classNames } from "../../lib/class-names.ts";
import type { LabPhase } from "../../worker/messages.ts";

const TONES: Record<LabPhase["phase"], string> = {
  connecting: "stroke-warn",
  connected: "stroke-good",
  silent: "stroke-warn",
  ended: "stroke-faint",
};

/** How a test client stands, by shape too: broken ring, filled, half, crossed. The word stands beside it. */
export function LabPhaseDot({ phase }: { phase: LabPhase["phase"] }) {
  const tone = TONES[phase];
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
      <circle
        cx="5"
        cy="5"
        r="3.75"
        strokeWidth="1.5"
        strokeDasharray={phase === "connecting" ? "3 2.9" : undefined}
        className={classNames(tone, phase === "connected" ? "fill-good" : "fill-none")}
      />
      {phase === "silent" && <path d="M5 1.25a3.75 3.75 0 0 1 0 7.5z" className="fill-warn" />}
      {phase === "ended" && <path d="M1.5 8.5l7-7" strokeWidth="1.5" className={tone} />}
    </svg>
  );
}
