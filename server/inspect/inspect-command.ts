import { DataDirectoryError } from "../adapters/store/lmdb/data-directory-error.ts";
import { holderOf } from "../adapters/store/lmdb/directory-lock.ts";
import { openSnapshot, type Snapshot } from "../adapters/store/lmdb/snapshot.ts";
import { type DataArguments, readDataArguments, unreadable, wrongUse } from "../data-command.ts";
import type { Terminal } from "../read-password.ts";
import { StartError } from "../start-error.ts";
import { Lines } from "./lines.ts";
import { writeSummary } from "./summary.ts";
import {
  type View,
  writeQueue,
  writeRetained,
  writeSessions,
  writeSubscriptions,
  writeWills,
} from "./views.ts";

const HELP = `What a data directory has, also while a server uses it; nothing in it changes.

Usage: vitrina inspect [--data <directory>] [--json]                      how much there is in all
       vitrina inspect [--data <directory>] [--json] sessions             durable sessions
       vitrina inspect [--data <directory>] [--json] queue <client id>    what waits for one, in order
       vitrina inspect [--data <directory>] [--json] retained [<filter>]  retained messages
       vitrina inspect [--data <directory>] [--json] subscriptions        subscriptions of all sessions
       vitrina inspect [--data <directory>] [--json] wills                wills, armed and delayed

--data  The data directory, or a backup (default: VITRINA_DATA, else ./data).
--json  A line of JSON for each row; times are milliseconds since 1970.

It shows one moment: what had been acknowledged when the command began.`;

/** What each list takes behind its name, at least and at most. */
const LISTS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["sessions", [0, 0]],
  ["queue", [1, 1]],
  ["retained", [0, 1]],
  ["subscriptions", [0, 0]],
  ["wills", [0, 0]],
]);

/** `vitrina inspect …`: writes to standard output as it reads, and returns what is left to print; throws StartError. */
export async function runInspectCommand(args: readonly string[], _terminal: Terminal): Promise<string> {
  const given = readDataArguments("inspect", args);
  if (given.isHelp) return HELP;
  checkOperands(given);
  endWithReader();
  const name = `The data directory ${given.directory}`;
  const snapshot = await openSnapshot(given.directory).catch((error: unknown) => {
    throw unreadable(error, name);
  });
  try {
    await inspect(given, snapshot);
  } catch (error) {
    if (error instanceof DataDirectoryError) throw unreadable(error, name);
    if (!(error instanceof RangeError)) throw error;
    throw new StartError("data-directory-damaged", `${name} has a record that is damaged: ${error.message}`);
  } finally {
    await snapshot.close();
  }
  return "";
}

function checkOperands({ operands: [list, ...rest] }: DataArguments): void {
  if (list === undefined) return;
  const counts = LISTS.get(list);
  const lists = `${[...LISTS.keys()].slice(0, -1).join(", ")} or wills`;
  if (counts === undefined) throw wrongUse("inspect", `"vitrina inspect" can list ${lists}`);
  const [least, most] = counts;
  if (rest.length < least) throw wrongUse("inspect", `"vitrina inspect ${list}" needs a client id`);
  if (rest.length > most)
    throw wrongUse("inspect", `"vitrina inspect ${list}": ${rest[most]} is one too many`);
}

function inspect({ operands: [list, operand], directory, isJson }: DataArguments, snapshot: Snapshot) {
  const holder = holderOf(directory);
  const lines = new Lines(process.stdout);
  const view: View = { snapshot, lines, isJson, now: Date.now(), isInUse: holder !== undefined };
  if (list === "sessions") return writeSessions(view);
  if (list === "queue") return writeQueue(view, operand ?? "");
  if (list === "retained") return writeRetained(view, operand);
  if (list === "subscriptions") return writeSubscriptions(view);
  if (list === "wills") return writeWills(view);
  return writeSummary(view, directory, holder?.pid);
}

/** Who reads may have enough before the end, as `head` does. */
function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}
