import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Broker } from "./broker.ts";
import type { Faults } from "./faults.ts";
import { type DamageReport, type Recovery, recoveryOf } from "./inside.ts";
import type { JournalWatch } from "./journal-watch.ts";
import type { Terms } from "./leeway.ts";
import type { Damage } from "./vandal.ts";

const STORE = "store.mdb";
const ANY: Terms = { kind: "any" };
const ASIDE = /^(.+)\.damaged-/;

/** What became of damage: what the broker told of it, and what may be wrong by that. */
export interface Aftermath {
  readonly report: DamageReport | undefined;
  /** Undefined: nothing. */
  readonly terms: Terms | undefined;
  /** Of what may pass unnoticed. */
  readonly isUnnoticed: boolean;
}

/** Looks at how a broker has started on damaged files: what it says, and what lies in its directory. */
export class Coroner {
  readonly #directory: string;
  readonly #broker: Broker;
  readonly #faults: Faults;
  readonly #journal: JournalWatch;
  /** The contents of all files that were ever set aside. */
  readonly #aside = new Map<string, string>();

  constructor(directory: string, broker: Broker, faults: Faults, journal: JournalWatch) {
    this.#directory = directory;
    this.#broker = broker;
    this.#faults = faults;
    this.#journal = journal;
  }

  /** The contents of the files before a start. */
  evidence(): ReadonlyMap<string, string> {
    return new Map(
      readdirSync(this.#directory).map((name) => [name, contentsOf(join(this.#directory, name))]),
    );
  }

  async examine(damages: readonly Damage[], evidence: ReadonlyMap<string, string>): Promise<Aftermath> {
    const recovery = await recoveryOf(this.#broker);
    const report = recovery?.damage;
    this.#compareWithLog(report);
    if (recovery !== undefined) this.#checkCounts(recovery);
    this.#checkFiles(report?.setAside ?? [], evidence);
    const unnoticed = damages.filter(
      ({ file, mayPassUnnoticed }) => mayPassUnnoticed && !isNamed(report, file),
    );
    return { report, terms: this.#terms(report, damages), isUnnoticed: unnoticed.length > 0 };
  }

  #compareWithLog(report: DamageReport | undefined): void {
    const { damage } = this.#broker;
    const isSame =
      damage?.lostBatches === report?.lostBatches &&
      damage?.mayBeOutdated === report?.mayBeOutdated &&
      damage?.setAside === report?.setAside.join(", ") &&
      (report === undefined || damage?.lostRecords === (report.lostRecords ?? "unknown"));
    if (!isSame) this.#contradiction(`log and API differ: ${JSON.stringify([damage, report])}`);
  }

  #checkCounts({ sessions, retained, damage: report }: Recovery): void {
    if (report === undefined) return;
    const { saved, lostRecords, lostBatches, dropped, mayBeOutdated } = report;
    if (sessions !== saved.sessions || retained !== saved.retained)
      this.#contradiction(
        `it took up ${sessions} sessions and ${retained} values, not ${JSON.stringify(saved)}`,
      );
    const isNothingLost = lostRecords === 0 && lostBatches === 0 && !mayBeOutdated;
    if (isNothingLost && sum(dropped) > 0)
      this.#contradiction(`nothing is lost, and this was dropped: ${JSON.stringify(dropped)}`);
  }

  /** Whatever is set aside is what was there, and stays. */
  #checkFiles(setAside: readonly string[], evidence: ReadonlyMap<string, string>): void {
    for (const name of setAside) {
      const before = evidence.get(ASIDE.exec(name)?.[1] ?? "");
      if (before === undefined) this.#contradiction(`${name} was set aside, of a file that was not there`);
      else if (this.#aside.has(name)) this.#contradiction(`${name} was there already`);
      else this.#aside.set(name, before);
    }
    const now = this.evidence();
    for (const [name, contents] of this.#aside)
      if (now.get(name) !== contents)
        this.#contradiction(`${name}, which was set aside, is not there as it was`);
  }

  #terms(report: DamageReport | undefined, damages: readonly Damage[]): Terms | undefined {
    const isUnnoticed = damages.some(({ mayPassUnnoticed }) => mayPassUnnoticed);
    const isJournalWhole = !isUnnoticed && (report?.lostBatches ?? 0) === 0;
    const store = storeTerms(report);
    if (isJournalWhole) return store;
    const segments = damages.flatMap(({ segment }) => segment ?? []);
    return store === undefined ? { kind: "since", mark: this.#journal.before(Math.min(...segments)) } : ANY;
  }

  #contradiction(what: string): void {
    this.#faults.add("contradiction", what);
  }
}

/** What the broker told of its store file. */
function storeTerms(report: DamageReport | undefined): Terms | undefined {
  if (report?.setAside.some((name) => name.startsWith(STORE)) !== true) return undefined;
  if (report.lostRecords === undefined || report.mayBeOutdated) return ANY;
  const most = report.lostRecords + sum(report.dropped);
  return most === 0 ? undefined : { kind: "counted", most };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function isNamed(report: DamageReport | undefined, file: string): boolean {
  return report?.setAside.some((name) => name.startsWith(`${file}.`)) === true;
}

function contentsOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
