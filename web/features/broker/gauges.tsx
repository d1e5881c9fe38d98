import type { ReactNode } from "react";
import { Link } from "wouter";
import { useSearch } from "wouter/use-browser-location";
import type { Gauges } from "../../../server/adapters/http/contract.ts";
import { viewAddress } from "../../lib/links.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { tip } from "../../ui/tip.ts";

/** Sizes as they are now. */
export function GaugeRow({ gauges }: { gauges: Gauges }) {
  const texts = useTexts().broker.gauges;
  const format = useFormat();
  const away = gauges.sessions - gauges.clientsConnected;
  return (
    <section
      aria-label={texts.title}
      className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-2 px-3 py-2.5"
    >
      <Gauge
        name={texts.clientsConnected}
        value={format.exact(gauges.clientsConnected)}
        note={texts.clientsMaximum(format.exact(gauges.clientsMaximum))}
        path="/clients"
        params={{ presence: "connected" }}
      />
      <Gauge
        name={texts.sessions}
        value={format.exact(gauges.sessions)}
        note={texts.sessionsAway(format.exact(away))}
        path="/clients"
      />
      <Gauge
        name={texts.subscriptions}
        value={format.exact(gauges.subscriptions)}
        note={texts.shared(format.exact(gauges.sharedSubscriptions))}
      />
      <Gauge
        name={texts.retained}
        value={format.exact(gauges.retainedMessages)}
        note={format.bytes(gauges.retainedBytes)}
      />
      <Gauge
        name={texts.queued}
        value={format.exact(gauges.queuedMessages)}
        note={format.bytes(gauges.queuedBytes)}
        path="/clients"
        params={{ sort: "-queuedMessages" }}
      />
      <Gauge
        name={texts.wills}
        value={format.exact(gauges.willsArmed + gauges.willsDelayed)}
        note={texts.willsWaiting(format.exact(gauges.willsDelayed))}
        path="/wills"
      />
      <Gauge
        name={texts.outbound}
        explanation={texts.outboundTip}
        value={format.bytes(gauges.outboundBytes)}
      />
      <Gauge name={texts.memory} explanation={texts.memoryTip} value={format.bytes(gauges.memoryBytes)} />
    </section>
  );
}

interface GaugeProps {
  readonly name: string;
  readonly value: string;
  readonly note?: ReactNode;
  readonly explanation?: string;
  /** The view that lists them. */
  readonly path?: string;
  readonly params?: Readonly<Record<string, string>>;
}

function Gauge({ name, value, note, explanation, path, params = {} }: GaugeProps) {
  const search = useSearch();
  return (
    <div className="flex min-w-0 flex-col" {...(explanation === undefined ? {} : tip(explanation))}>
      <span className="text-sm text-muted">
        {path === undefined ? (
          name
        ) : (
          <Link
            href={viewAddress(path, search, params)}
            className="text-muted decoration-transparent hover:text-ink hover:decoration-current"
          >
            {name}
            <span aria-hidden> ›</span>
          </Link>
        )}
      </span>
      <span className="text-xl font-semibold">{value}</span>
      <span className="min-h-4 text-sm text-muted">{note}</span>
    </div>
  );
}
