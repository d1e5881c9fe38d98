import type { Aftermath } from "./coroner.ts";
import type { Damage } from "./vandal.ts";

/** What came of damage, in sums. */
export class DamageCount {
  damages = 0;
  /** Starts that told of damage, that had none to tell of, and that could not notice it. */
  readonly starts = { told: 0, whole: 0, unnoticed: 0 };
  readonly saved = new Map<string, number>();
  readonly dropped = new Map<string, number>();
  readonly lost = { records: 0, unknown: 0, batches: 0, outdated: 0 };
  /** Things that clients missed, or got again, as the broker had told. */
  permitted = 0;

  add(damages: readonly Damage[], { report, isUnnoticed }: Aftermath): void {
    this.damages += damages.length;
    this.starts[report === undefined ? (isUnnoticed ? "unnoticed" : "whole") : "told"]++;
    if (report === undefined) return;
    addAll(this.saved, report.saved);
    addAll(this.dropped, report.dropped);
    this.lost.records += report.lostRecords ?? 0;
    this.lost.unknown += Number(report.lostRecords === undefined);
    this.lost.batches += report.lostBatches;
    this.lost.outdated += Number(report.mayBeOutdated);
  }
}

function addAll(sums: Map<string, number>, counts: object): void {
  for (const [kind, count] of Object.entries(counts)) sums.set(kind, (sums.get(kind) ?? 0) + Number(count));
}
