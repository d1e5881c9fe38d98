import { SCENARIOS } from "./scenarios.ts";
import type { Measured } from "./session.ts";
import { mainMedian } from "./table.ts";

const OURS = "vitrina";

/** In each scenario how many times a peer we want to be, by the figure that is compared. */
const TARGETS: readonly { readonly scenario: string; readonly than: Readonly<Record<string, number>> }[] = [
  { scenario: "S1", than: { nats: 2, mosquitto: 25 } },
  { scenario: "S2", than: { nats: 3, mosquitto: 40 } },
  { scenario: "S3", than: { nats: 2, mosquitto: 20 } },
  { scenario: "S4", than: { nats: 2, mosquitto: 20 } },
  { scenario: "S5", than: { mosquitto: 6, aedes: 6, nats: 6 } },
  { scenario: "S6", than: { mosquitto: 6, aedes: 6 } },
  { scenario: "S9", than: { nats: 2 } },
  { scenario: "S10", than: { nats: 1, aedes: 1, "bare Node": 0.8 } },
  { scenario: "S12", than: { mosquitto: 1.5, aedes: 1.5, nats: 1.5 } },
];

/** How many times each peer we are, and whether that is what we want; only of what was measured. */
export function targetRows(measured: readonly Measured[]): readonly (readonly string[])[] {
  const rows = TARGETS.flatMap(({ scenario: name, than }) => {
    const scenario = SCENARIOS.find((each) => each.name === name);
    if (scenario === undefined) return [];
    return Object.entries(than).flatMap(([peer, wanted]) => {
      const times = mainMedian(scenario, OURS, measured) / mainMedian(scenario, peer, measured);
      if (Number.isNaN(times)) return [];
      return [
        [name, peer, `${times.toFixed(1)} ×`, `${wanted} ×`, times >= wanted ? "reached" : "not reached"],
      ];
    });
  });
  return rows.length === 0 ? [] : [["", "peer", "Vitrina is", "wanted", ""], ...rows];
}
