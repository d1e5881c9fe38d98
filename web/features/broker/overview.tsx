import type { BrokerInfo } from "../../../server/adapters/http/contract.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { DropTable } from "../../ui/drop-table.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { Section } from "../../ui/section.tsx";
import { BrokerHead } from "./broker-head.tsx";
import { CounterTable } from "./counter-table.tsx";
import { GaugeRow } from "./gauges.tsx";
import { RateCharts } from "./rate-charts.tsx";
import { type Sample, totalDrops } from "./samples.ts";

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
      <RateCharts samples={samples} />
      <div className="grid md:grid-cols-2">
        <CounterTable counters={info.counters} />
        <Section level={2} title={texts.drops.title}>
          {totalDrops(info) === 0 ? (
            <p className="text-muted">{texts.drops.none}</p>
          ) : (
            <DropTable drops={info.counters.dropped} hasAll />
          )}
        </Section>
      </div>
    </div>
  );
}
