import { expect, it } from "vitest";
import { damageLines } from "../torture/damage-lines.ts";
import { damageRun } from "../torture/damage-run.ts";
import { reportLines } from "../torture/report.ts";
import { type TortureOptions, torture } from "../torture/torture.ts";

const TIMEOUT_MILLISECONDS = 120_000;
const OPTIONS: TortureOptions = {
  seed: 5,
  minutes: 1,
  kills: 0,
  isFsync: false,
  isDiskFull: false,
  isMemory: true,
};

it(
  "clients that come and go lose nothing, and get nothing twice that must come once",
  async () => {
    const options = { ...OPTIONS, minutes: 0.05 };
    const report = await torture(options);
    expect(report.faults, reportLines(options, report).join("\n")).toEqual(new Map());
    expect(report.acknowledged).toBeGreaterThan(0);
    expect(report.audits).toBeGreaterThan(0);
  },
  TIMEOUT_MILLISECONDS,
);

it(
  "nothing that was acknowledged is lost when the broker is killed",
  async () => {
    const options = { ...OPTIONS, kills: 4, isMemory: false };
    const report = await torture(options);
    expect(report.faults, reportLines(options, report).join("\n")).toEqual(new Map());
    expect(report.kills).toBeGreaterThanOrEqual(options.kills);
    expect(report.directory).toBeUndefined();
  },
  TIMEOUT_MILLISECONDS,
);

it(
  "a broker that keeps nothing is found out when it is killed",
  async () => {
    const { faults, told } = await torture({ ...OPTIONS, kills: 2 });
    expect([...faults.keys()]).toEqual(expect.arrayContaining(["lost", "session lost", "retained value"]));
    expect(told.join("\n")).toContain("-- broker: SIGKILL");
  },
  TIMEOUT_MILLISECONDS,
);

it(
  "files that are cut off or overwritten cost no more than the broker tells of",
  async () => {
    const options = { seed: 5, minutes: 1, damages: 3, isFsync: false };
    const report = await damageRun(options);
    expect(report.faults, damageLines(options, report).join("\n")).toEqual(new Map());
    expect(report.count.damages).toBeGreaterThanOrEqual(options.damages);
    expect(report.count.starts.told).toBeGreaterThan(0);
    expect(report.directory).toBeUndefined();
  },
  TIMEOUT_MILLISECONDS,
);
