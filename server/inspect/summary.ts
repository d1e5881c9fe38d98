import { currentFormat } from "../adapters/store/lmdb/format.ts";
import { type Totals, totalsOf } from "../adapters/store/lmdb/inspection.ts";
import type { Snapshot } from "../adapters/store/lmdb/snapshot.ts";
import { bytesText, counted, figures } from "../figures.ts";
import { momentText } from "./times.ts";
import type { View } from "./views.ts";

/** Writes how much there is in all. */
export async function writeSummary(view: View, directory: string, pid: number | undefined): Promise<void> {
  const { snapshot, lines, isJson } = view;
  const totals = totalsOf(snapshot);
  const { format, sizes } = snapshot;
  if (isJson) await lines.write(JSON.stringify({ directory, pid, format, ...sizes, ...totals }));
  else for (const line of table(summaryRows(snapshot, totals, directory, pid))) await lines.write(line);
  await lines.end();
}

type Row = readonly [name: string, text: string];

function summaryRows(
  { format, sizes }: Snapshot,
  totals: Totals,
  directory: string,
  pid: number | undefined,
): readonly Row[] {
  const present = `${figures(totals.connected)} ${pid === undefined ? "were" : "are"} connected`;
  return [
    ["Directory", directory],
    ["In use", pid === undefined ? "by nobody" : `by the process ${pid}`],
    ["Format", formatText(format)],
    ["File", bytesText(sizes.fileBytes)],
    [
      "Journal",
      `${bytesText(sizes.journalBytes)} in ${counted(sizes.journalSegments, "segment")}, ${counted(sizes.journalRecords, "record")} of it beside the file`,
    ],
    ["Sessions", `${figures(totals.sessions)}, of which ${present}`],
    ["Subscriptions", figures(totals.subscriptions)],
    [
      "Queued",
      `${counted(totals.queued, "message")}, of ${counted(totals.bodies, "body").replace("bodys", "bodies")} with ${bytesText(totals.bodyBytes)}`,
    ],
    [
      "Unfinished",
      `${figures(totals.unacknowledged)} sent to clients, ${figures(totals.unreleased)} received at QoS 2`,
    ],
    ["Retained", `${counted(totals.retained, "message")}, ${bytesText(totals.retainedBytes)}`],
    [
      "Wills",
      `${figures(totals.wills)}, of which ${figures(totals.delayedWills)} wait for their delay; ${figures(totals.endedWills)} have ended`,
    ],
    [
      "Counted since",
      totals.counted === undefined ? "nothing was counted" : momentText(totals.counted.since),
    ],
  ];
}

function formatText(format: number | undefined): string {
  if (format === undefined) return "none: nothing was ever written";
  const current = currentFormat();
  return format === current
    ? `${format}`
    : `${format}, which the next start of this version brings to ${current}`;
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}
