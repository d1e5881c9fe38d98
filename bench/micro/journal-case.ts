import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Changes } from "../../server/adapters/store/lmdb/changes.ts";
import { Journal } from "../../server/adapters/store/lmdb/journal.ts";
import { SUBSCRIPTIONS } from "../../server/adapters/store/lmdb/tables.ts";
import type { Case } from "./ratio.ts";

const RECORDS = 20;
const SEGMENT_BYTES = 16 * 1024 * 1024;
const RECORD = {
  filter: "plant/42/speed",
  qos: 1,
  noLocal: false,
  retainAsPublished: false,
  retainHandling: 0,
  subscriptionIdentifier: undefined,
} as const;

/** A tick's batch of small records, encoded and written. */
export function journalCase(): Case {
  const directory = mkdtempSync(join(tmpdir(), "vitrina-bench-"));
  const journal = new Journal(directory, 1, false);
  const keys = Array.from({ length: RECORDS }, (_, index) => `u${index}`);
  return {
    name: "journal: append one record of 20",
    operations: RECORDS,
    run: () => {
      const changes = new Changes();
      for (const key of keys) changes.set(SUBSCRIPTIONS, key, RECORD);
      journal.append(changes);
      if (journal.length < SEGMENT_BYTES) return;
      journal.rotate();
      journal.forget(journal.segment);
    },
    close: () => {
      journal.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
