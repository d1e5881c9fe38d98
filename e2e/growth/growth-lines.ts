import { type GrowthReport, MOST_GROWTH, type Sample } from "./growth.ts";

const MEGABYTE = 1_000_000;
const COLUMNS = ["messages", "seconds", "file MB", "journal MB", "waiting"];
const WIDTH = 12;

/** Above the table. */
export const GROWTH_HEAD = row(COLUMNS);

/** A row of the table. */
export function sampleLine({ messages, seconds, fileBytes, journalBytes, waiting }: Sample): string {
  const sizes = [fileBytes, journalBytes].map((bytes) => (bytes / MEGABYTE).toFixed(1));
  return row([String(messages), seconds.toFixed(1), ...sizes, String(waiting)]);
}

/** What stands below it. */
export function growthLines({ growth, faults }: GrowthReport): string[] {
  const percent = ((growth - 1) * 100).toFixed(1);
  return [
    `From the first quarter to the end the file has grown by ${percent} %.`,
    ...(isFlat({ growth, faults }) ? ["It is flat."] : ["FAILED:", ...faults]),
  ];
}

/** Whether the file grows no more, and the broker had no fault of its own. */
export function isFlat({ growth, faults }: Pick<GrowthReport, "growth" | "faults">): boolean {
  return growth <= MOST_GROWTH && faults.length === 0;
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(WIDTH)).join("");
}
