import { ArrowDownLeft, ArrowUpRight } from "lucide-react";
import type { SessionSummary } from "../../../server/adapters/http/contract/sessions.ts";
import type { Limits, LimitValue } from "../../../server/adapters/http/contract.ts";
import { classNames } from "../../lib/class-names.ts";
import { useNow } from "../../lib/ticker.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { SessionRing } from "../../ui/session-ring.tsx";
import { tip } from "../../ui/tip.ts";
import { inflightWindow, sessionLife, shareOf } from "./session-facts.ts";

const SECOND = 1000;
/** From here a queue or window is about to be full. */
const NEARLY_FULL = 0.8;

interface LimitBarProps {
  readonly count: number;
  readonly limit: LimitValue | undefined;
  /** As it is written; as a whole number unless it is said. */
  readonly write?: ((count: number) => string) | undefined;
}

/** A count with its limit and a bar of how full it is. */
export function LimitBar({ count, limit, write }: LimitBarProps) {
  const texts = useTexts().clients;
  const format = useFormat();
  const say = write ?? format.exact;
  const share = shareOf(count, limit);
  const hasLimit = limit !== undefined && limit !== "unlimited";
  const tone = share >= 1 ? "bg-bad" : share >= NEARLY_FULL ? "bg-warn" : "bg-accent";
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span aria-hidden className="h-2 w-8 shrink-0 overflow-hidden rounded-full bg-active">
        <span
          className={classNames("block h-full", tone)}
          style={{ width: count === 0 ? 0 : `max(2px, ${share * 100}%)` }}
        />
      </span>
      <span className={classNames("truncate", count === 0 && "text-faint", share >= 1 && "text-bad")}>
        {hasLimit ? texts.queueOf(say(count), say(limit)) : say(count)}
      </span>
    </span>
  );
}

/** How long until then, in whole seconds; it ticks. Short, it is the time alone. */
export function TimeLeft({ until, isShort = false }: { until: number; isShort?: boolean }) {
  const texts = useTexts().clients;
  const format = useFormat();
  const left = Math.floor((until - useNow()) / SECOND) * SECOND;
  return (
    <time dateTime={new Date(until).toISOString()} title={format.dateTime(until)}>
      {left <= 0 ? texts.expiresSoon : isShort ? format.duration(left) : texts.left(format.duration(left))}
    </time>
  );
}

export interface SessionCellProps {
  readonly session: SessionSummary;
  readonly toLocal: (at: number) => number;
}

/** The ring, and how long the session lives. */
export function SessionCell({ session, toLocal }: SessionCellProps) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <SessionRing isDurable={session.isDurable} />
      <SessionLifeText session={session} toLocal={toLocal} />
    </span>
  );
}

/** How long the session lives beyond its connection, in words. */
export function SessionLifeText({ session, toLocal }: SessionCellProps) {
  const texts = useTexts().clients;
  const format = useFormat();
  const life = sessionLife(session);
  switch (life.kind) {
    case "connection":
      return <span className="text-faint">{texts.endsWithConnection}</span>;
    case "forever":
      return <span>{texts.keptForever}</span>;
    case "kept":
      return <span>{texts.keptFor(format.duration(life.milliseconds))}</span>;
    case "left":
      return <TimeLeft until={toLocal(life.until)} />;
  }
}

/** Messages on their way, both ways. */
export function InflightCell({ session, limits }: { session: SessionSummary; limits: Limits | undefined }) {
  const texts = useTexts().clients;
  const format = useFormat();
  const window = inflightWindow(session.connect, limits);
  const isFull = shareOf(session.inflightOut, window) >= 1;
  const text = window === "unlimited" ? "∞" : format.exact(window);
  const isIdle = session.inflightOut === 0 && session.inflightIn === 0;
  return (
    <span
      {...tip(texts.inflightTip(format.exact(session.inflightOut), text, format.exact(session.inflightIn)), {
        clause: "4.9",
      })}
      className={classNames("flex items-center gap-1", isIdle && "text-faint", isFull && "text-warn")}
    >
      <ArrowUpRight aria-hidden className="size-3 text-faint" />
      {session.inflightOut}/{text}
      <ArrowDownLeft aria-hidden className="ml-1 size-3 text-faint" />
      {session.inflightIn}
    </span>
  );
}
