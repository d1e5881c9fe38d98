import { join } from "node:path";

/** The name of the LMDB file in a data directory. */
export const STORE_FILE = "store.mdb";

/** Where the LMDB file of a data directory is. */
export function storePath(directory: string): string {
  return join(directory, STORE_FILE);
}
