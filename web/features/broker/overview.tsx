import type { BrokerInfo } from "../../../server/adapters/http/contract.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { DropTable } from "../../ui/drop-table.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { Section } from "../../ui/section.tsx";
import { BrokerHead } from "./broker-head.tsx";
import { CounterTable } from "./counter-table.tsx";
import { GaugeRow } from "./gauges.tsx";
import { RateCharts } from "./rate-charts.tsx";
import { type Sample, totalDrops } from "./samples.ts";
import { StoreSection } from "./store-section.tsx";

export interface OverviewProps {
  readonly info: BrokerInfo;
  readonly samples: readonly Sample[];
  readonly facts: BrokerFacts;
  readonly onChanged: () => void;
}

/** Our own broker at a glance. */
export function Overview({ info, samples, facts, onChanged }: OverviewProps) {
  const texts = useTexts().broker;
  return (
    <div className="flex flex-col divide-y pb-4">
      <BrokerHead info={info} toLocal={facts.toLocal} onChanged={onChanged} />
      {info.isMemoryFull && (
        <ErrorNote
          what={texts.memory.full}
          why={texts.memory.fullWhy}
          todo={texts.memory.fullTodo}
          className="mx-3 my-2.5"
        />
      )}
      <GaugeRow gauges={info.gauges} />
      <StoreSection store={info.store} toLocal={facts.toLocal} />
      <RateCharts samples={samples} />
      <div className="grid md:grid-cols-2">
        <CounterTable info={info} />
        <Drops info={info} />
      </div>
    </div>
  );
}

function Drops({ info: { counters, totals } }: { info: BrokerInfo }) {
  const texts = useTexts().broker;
  const format = useFormat();
  const { dropped } = totals?.counters ?? counters;
  return (
    <Section level={2} title={texts.drops.title}>
      {totalDrops(dropped) === 0 ? (
        <p className="text-muted">
          {totals === undefined ? texts.drops.none : texts.drops.noneEver(format.date(totals.since))}
        </p>
      ) : (
        <DropTable
          drops={counters.dropped}
          hasAll
          {...(totals !== undefined && {
            totals: {
              title: texts.counters.sinceStart,
              totalsTitle: texts.counters.inAll(format.date(totals.since)),
              drops: totals.counters.dropped,
            },
          })}
        />
      )}
    </Section>
  );
}
