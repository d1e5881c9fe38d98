import { unwatchFile, watchFile } from "node:fs";
import { pendingPath, type RestoreOutcome } from "./adapters/store/lmdb/pending-restore.ts";
import { storePath } from "./adapters/store/lmdb/store-path.ts";
import type { EventLog } from "./log/event-log.ts";

/** The system is asked so often; a restore may wait as long, milliseconds. */
const INTERVAL = 500;

/** Calls when a store waits in a data directory to be put in; the returned function ends that. */
export function watchForRestore(directory: string, onWaiting: () => void): () => void {
  const path = storePath(pendingPath(directory));
  watchFile(path, { interval: INTERVAL, persistent: false }, (now) => {
    if (now.isFile()) onWaiting();
  });
  return () => unwatchFile(path);
}

/** What became of a store that waited at the start. */
export function tellRestore(log: EventLog, outcome: RestoreOutcome | undefined): void {
  if (outcome === undefined) return;
  if (outcome.kind === "restored") {
    const message = "a backup was put in the place of the data";
    log.write({ level: "info", code: "restored", message, fields: { replaced: outcome.replaced } });
  } else {
    const { reason, kept } = outcome;
    const message = "a backup could not be put in; the data are as they were";
    log.write({ level: "error", code: "restore-failed", message, fields: { reason, kept } });
  }
}
