import { existsSync } from "node:fs";
import { textKey } from "../../adapters/store/lmdb/keys.ts";
import { RecordReader } from "../../adapters/store/lmdb/record-bytes.ts";
import { openSnapshot, type Snapshot } from "../../adapters/store/lmdb/snapshot.ts";
import { storePath } from "../../adapters/store/lmdb/store-path.ts";
import { RETAINED, SESSIONS } from "../../adapters/store/lmdb/tables.ts";

/** What a data directory has before something is taken over into it. */
export class Target {
  /** Undefined: it has nothing. */
  readonly snapshot: Snapshot | undefined;
  readonly #clientIds = new Set<string>();

  constructor(snapshot: Snapshot | undefined) {
    this.snapshot = snapshot;
    for (const { value } of snapshot?.range(SESSIONS.prefix) ?? [])
      this.#clientIds.add(SESSIONS.read(new RecordReader(value)).clientId);
  }

  hasSession(clientId: string): boolean {
    return this.#clientIds.has(clientId);
  }

  hasRetained(topic: string): boolean {
    return this.snapshot?.get(RETAINED, RETAINED.prefix + textKey(topic)) !== undefined;
  }

  async close(): Promise<void> {
    await this.snapshot?.close();
  }
}

/** Reads a data directory, which need not be there; throws DataDirectoryError, or the system's error. */
export async function openTarget(directory: string): Promise<Target> {
  if (!existsSync(storePath(directory))) return new Target(undefined);
  const snapshot = await openSnapshot(directory);
  if (snapshot.format !== undefined) return new Target(snapshot);
  await snapshot.close();
  return new Target(undefined);
}
