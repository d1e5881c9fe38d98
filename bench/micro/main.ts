import { readFileSync, writeFileSync } from "node:fs";
import { acknowledgedCase, forwardCase } from "./broker-cases.ts";
import { journalCase } from "./journal-case.ts";
import { outboxCase } from "./outbox-case.ts";
import { framerCase } from "./protocol-cases.ts";
import { measureCost } from "./ratio.ts";
import { topicTableCase, topicTreeCase } from "./routing-cases.ts";

const FAN_OUT = 100;
const NAME_WIDTH = 50;
const NUMBER_WIDTH = 10;
/** What differs by less is noise. */
const NOTABLE = 1.3;

const CASES = [
  framerCase,
  topicTableCase,
  topicTreeCase,
  () => forwardCase(1),
  () => forwardCase(FAN_OUT),
  acknowledgedCase,
  outboxCase,
  journalCase,
];

/*
 * Measures the hot functions one by one: node main.js BASELINE [--save]. The baseline has the ratios to the fixed loop as
 * they were; with --save it gets those of now.
 */
const [baselinePath = "", mode] = process.argv.slice(2);
const baseline = JSON.parse(readFileSync(baselinePath, "utf8")) as Record<string, number>;
const ratios: Record<string, number> = {};
console.log(line("", "ns", "× loop", "× before"));
for (const create of CASES) {
  const subject = create();
  const { nanoseconds, ratio } = measureCost(subject);
  subject.close?.();
  const before = baseline[subject.name];
  const change = before === undefined ? "new" : (ratio / before).toFixed(2);
  const isSlower = before !== undefined && ratio > before * NOTABLE;
  console.log(
    line(subject.name, nanoseconds.toFixed(1), ratio.toFixed(2), change) + (isSlower ? "  slower" : ""),
  );
  ratios[subject.name] = Number(ratio.toFixed(2));
}
if (mode === "--save") writeFileSync(baselinePath, `${JSON.stringify(ratios, undefined, 2)}\n`);

function line(name: string, ...numbers: readonly string[]): string {
  return name.padEnd(NAME_WIDTH) + numbers.map((each) => each.padStart(NUMBER_WIDTH)).join("");
}
