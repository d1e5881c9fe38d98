import { expect, it } from "vitest";
import { growth, type Sample } from "../growth/growth.ts";
import { growthLines } from "../growth/growth-lines.ts";

const MESSAGES = 6_000;
const TIMEOUT_MILLISECONDS = 60_000;

it(
  "a steady load is played, and what the files take is told",
  async () => {
    const told: Sample[] = [];
    const report = await growth({ seed: 1, messages: MESSAGES }, (sample) => told.push(sample));
    expect(report.faults).toEqual([]);
    expect(report.samples).toEqual(told);
    expect(told.at(-1)?.messages).toBeGreaterThan(MESSAGES / 2);
    expect(told.some(({ fileBytes, journalBytes }) => fileBytes + journalBytes > 0)).toBe(true);
    expect(growthLines(report)[0]).toContain("the file has grown by");
  },
  TIMEOUT_MILLISECONDS,
);
