import { useNow } from "../../lib/ticker.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { PayloadPreview } from "../../ui/payload-preview.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import { WillBell } from "../../ui/will-bell.tsx";
import { stateOf, type WillRow } from "./will-row.ts";

const SECOND = 1000;

export interface WhenProps {
  readonly row: Extract<WillRow, { kind: "now" }>;
  readonly toLocal: (at: number) => number;
}

/** Bell and word of how a will stands. */
export function StateCell({ row }: { row: WillRow }) {
  return <WillBell state={stateOf(row)} hasWord />;
}

/** QoS, and the pin of a will that is retained. */
export function SignsCell({ row }: { row: WillRow }) {
  return (
    <span className="inline-flex items-center gap-2">
      <QosPips qos={row.will.qos} />
      {row.will.retain && <RetainedPin isFlag />}
    </span>
  );
}

/** The start of what it says. */
export function PayloadCell({ row }: { row: WillRow }) {
  const texts = useTexts().wills;
  const { payload, retain } = row.will;
  return <PayloadPreview base64={payload} empty={retain ? texts.clearingPayload : texts.emptyPayload} />;
}

/** For an armed will its delay, for one that waits the time that is left. */
export function WhenCell({ row, toLocal }: WhenProps) {
  const texts = useTexts().wills;
  const format = useFormat();
  const { dueAt, delaySeconds } = row.will;
  if (dueAt !== undefined) return <Countdown until={toLocal(dueAt)} delaySeconds={delaySeconds} />;
  return (
    <span className="text-muted">
      {delaySeconds === 0 ? texts.atOnce : texts.after(format.duration(delaySeconds * SECOND))}
    </span>
  );
}

/** How long until a will is published, with a bar that runs out. */
export function Countdown({ until, delaySeconds }: { until: number; delaySeconds: number }) {
  const texts = useTexts().wills;
  const format = useFormat();
  const left = Math.max(0, until - useNow());
  const share = delaySeconds === 0 ? 0 : Math.min(1, left / (delaySeconds * SECOND));
  const seconds = Math.ceil(left / SECOND) * SECOND;
  return (
    <span className="inline-flex min-w-0 items-center gap-2" title={format.dateTime(until)}>
      <span aria-hidden className="h-2 w-8 shrink-0 overflow-hidden rounded-full bg-active">
        <span
          className="block h-full bg-warn transition-[width] duration-200 ease-linear"
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <time dateTime={new Date(until).toISOString()} className="truncate">
        {left === 0 ? texts.dueNow : texts.left(format.duration(seconds))}
      </time>
    </span>
  );
}
