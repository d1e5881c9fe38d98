import type { ReactNode } from "react";
import type { LimitValue } from "../../../server/adapters/http/contract.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { LimitBar } from "./client-cells.tsx";
import type { QueueBounds } from "./use-queue.ts";

/** How full the queue is, and what gives way when it is. */
export function QueueSummary({ bounds }: { bounds: QueueBounds }) {
  const texts = useTexts().clients.queue;
  const format = useFormat();
  const { waiting, maximum, inflight } = bounds;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1 border-b px-3 py-1.5 text-sm text-muted">
      <Bar name={texts.messages} count={waiting.messages} limit={maximum.messages} />
      <Bar name={texts.bytes} count={waiting.bytes} limit={maximum.bytes} write={format.bytes} />
      {inflight > 0 && <span>{texts.inflight(inflight)}</span>}
      <p className="basis-full">
        <GivesWay bounds={bounds} />
      </p>
    </div>
  );
}

interface BarProps {
  readonly name: string;
  readonly count: number;
  readonly limit: LimitValue;
  readonly write?: (count: number) => string;
}

function Bar({ name, ...bar }: BarProps) {
  return (
    <span className="flex items-center gap-2">
      {name} <LimitBar {...bar} />
    </span>
  );
}

function GivesWay({ bounds: { full, onFullQueue, nextToDrop } }: { bounds: QueueBounds }): ReactNode {
  const { clients, causes } = useTexts();
  const texts = clients.queue;
  if (full === undefined) return texts.policies[onFullQueue];
  return (
    <>
      {nextToDrop === "arriving" && (
        <>
          <Badge tone="bad">{texts.arrivingToDrop}</Badge>{" "}
        </>
      )}
      <span className="text-bad">{texts.full(causes.drops[full].word, texts.fullNow[onFullQueue])}</span>
    </>
  );
}
