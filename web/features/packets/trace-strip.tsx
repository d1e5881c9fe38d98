import { Circle, Square } from "lucide-react";
import type { Trace } from "../../../server/adapters/http/contract/trace.ts";
import { useNow } from "../../lib/ticker.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Barred } from "../../ui/barred.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";
import type { TraceHandle } from "./use-trace.ts";

const SECOND = 1000;

export interface TraceStripProps {
  readonly handle: TraceHandle;
  readonly trace: Trace;
  readonly toLocal: (at: number) => number;
  readonly onAgain: () => void;
}

/** How the trace stands: what it takes, when it ends by itself, what it holds; stopping it, and another. */
export function TraceStrip({ handle, trace, toLocal, onAgain }: TraceStripProps) {
  const texts = useTexts().packets.trace;
  return (
    <section aria-label={texts.label} className="shrink-0 border-b bg-panel">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1">
        <TraceState trace={trace} toLocal={toLocal} />
        <Kept trace={trace} />
        <span className="flex-1" />
        <TraceActions handle={handle} isRunning={trace.ended === undefined} onAgain={onAgain} />
      </div>
      {handle.problem !== undefined && <ErrorNote className="m-2" what={texts.failed} why={handle.problem} />}
    </section>
  );
}

function TraceState({ trace, toLocal }: { trace: Trace; toLocal: (at: number) => number }) {
  const texts = useTexts().packets.trace;
  const format = useFormat();
  const { ended, clients, topics, payloads, startedBy } = trace;
  const left = Math.max(0, Math.ceil((toLocal(trace.endsAt) - useNow()) / SECOND)) * SECOND;
  const scope = [
    clients.length === 0 ? texts.everybody : texts.clients(clients.join(", ")),
    ...(topics.length === 0 ? [] : [texts.topics(topics.join(", "))]),
    ...(payloads === "kept" ? [] : [texts.withoutPayloads]),
    ...(startedBy === undefined ? [] : [texts.by(startedBy)]),
  ].join(", ");
  return (
    <>
      <span className="inline-flex items-center gap-1.5 font-semibold">
        {ended === undefined ? (
          <Circle aria-hidden className="size-3 fill-current text-bad" />
        ) : (
          <Square aria-hidden className="size-3 fill-current text-muted" />
        )}
        {ended === undefined ? texts.running : texts.ends[ended.why]}
      </span>
      <span className="min-w-0 truncate">{scope}</span>
      {ended === undefined && <span className="text-muted">{texts.endsIn(format.duration(left))}</span>}
    </>
  );
}

function Kept({ trace }: { trace: Trace }) {
  const { packets: texts } = useTexts();
  const format = useFormat();
  const { keptPackets, keptBytes, maximumBytes, droppedPackets } = trace;
  const kept = texts.trace.kept(
    texts.count(keptPackets),
    format.bytes(keptBytes),
    format.bytes(maximumBytes),
  );
  return (
    <span className="text-sm text-muted">
      {kept}
      {droppedPackets > 0 && <span className="text-warn"> · {texts.trace.dropped(droppedPackets)}</span>}
    </span>
  );
}

interface TraceActionsProps {
  readonly handle: TraceHandle;
  readonly isRunning: boolean;
  readonly onAgain: () => void;
}

function TraceActions({ handle, isRunning, onAgain }: TraceActionsProps) {
  const texts = useTexts().packets.trace;
  const barrier = useRoleBarrier("act");
  const isBarred = handle.isBusy || barrier !== undefined;
  return (
    <Barred reason={barrier}>
      <span className="flex gap-2">
        {isRunning ? (
          <Button disabled={isBarred} onClick={handle.end}>
            {texts.stop}
          </Button>
        ) : (
          <>
            <Button disabled={isBarred} onClick={onAgain}>
              {texts.again}
            </Button>
            <Button kind="quiet" explanation={texts.discardTip} disabled={isBarred} onClick={handle.discard}>
              {texts.discard}
            </Button>
          </>
        )}
      </span>
    </Barred>
  );
}
