import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { importFailure } from "./import-failure.ts";

/** What mosquitto calls its database in the directory that `persistence_location` names. */
const USUAL_NAME = "mosquitto.db";

/** The path of a database of mosquitto; undefined: what was given names a broker. Throws StartError. */
export function databasePath(from: string): string | undefined {
  const path = pathIn(from);
  const isDirectory = path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory ? join(path, USUAL_NAME) : path;
}

function pathIn(from: string): string | undefined {
  if (from.startsWith("file://")) return pathOfUrl(from);
  if (from.startsWith("file:")) return from.slice("file:".length);
  if (from.includes("://")) return undefined;
  return /[/\\]|\.db$/.test(from) || existsSync(from) ? from : undefined;
}

function pathOfUrl(from: string): string {
  try {
    return fileURLToPath(from);
  } catch {
    const sentence = `--from: ${JSON.stringify(from)} is no file of this machine; it looks like file:///path, or the path alone`;
    throw importFailure("import-command-invalid", sentence);
  }
}
