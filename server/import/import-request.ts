import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { topicFilterError } from "../../protocol/topics/validate.ts";
import { settings } from "../config/settings.ts";
import { type BrokerAddress, brokerAddress } from "./broker-address.ts";
import { databasePath } from "./database-path.ts";
import { importFailure } from "./import-failure.ts";

const DEFAULT_TARGET = "mqtt://127.0.0.1:1883";
const EVERYTHING = "#";

/** What becomes of what is there already. */
export type OnConflict = "refuse" | "keep" | "overwrite";

/** `vitrina import` from a running broker, as it was asked for. */
export interface BrokerImport {
  readonly kind: "broker";
  readonly from: BrokerAddress;
  readonly to: BrokerAddress;
  readonly filters: readonly string[];
  readonly onConflict: OnConflict;
  readonly isDryRun: boolean;
  readonly ca: Buffer | undefined;
}

/** `vitrina import` from a database of mosquitto, as it was asked for. */
export interface DatabaseImport {
  readonly kind: "database";
  /** Of the file. */
  readonly path: string;
  /** The data directory to write to. */
  readonly directory: string;
  readonly onConflict: OnConflict;
  readonly isDryRun: boolean;
}

/** Reads the arguments; undefined: help is wanted. Throws StartError. */
export function importRequest(args: readonly string[]): BrokerImport | DatabaseImport | undefined {
  const values = readValues(args);
  if (values.help === true) return undefined;
  const { from } = values;
  if (from === undefined)
    throw wrongUse("--from is missing: the broker or the file to read from. See vitrina import --help");
  const path = databasePath(from);
  return path === undefined ? brokerImport(from, values) : databaseImport(path, values);
}

type Values = ReturnType<typeof readValues>;

function brokerImport(from: string, values: Values): BrokerImport {
  const { to = DEFAULT_TARGET, topic: filters = [EVERYTHING], ca } = values;
  if (values.data !== undefined)
    throw wrongUse("--data is for the import of a file; --to names the server to write to");
  for (const filter of filters) checkFilter(filter);
  return {
    kind: "broker",
    from: brokerAddress("--from", from),
    to: brokerAddress("--to", to),
    filters,
    ca: ca === undefined ? undefined : readCa(ca),
    ...commonOf(values),
  };
}

function databaseImport(path: string, values: Values): DatabaseImport {
  for (const option of ["to", "topic", "ca"] as const) {
    if (values[option] !== undefined)
      throw wrongUse(
        `--${option} is for the import from a broker; a file goes into a data directory (--data)`,
      );
  }
  const directory = resolve(values.data ?? settings.shape.data.parse(process.env.VITRINA_DATA));
  return { kind: "database", path, directory, ...commonOf(values) };
}

function commonOf(values: Values): Pick<DatabaseImport, "onConflict" | "isDryRun"> {
  return {
    onConflict: onConflict(values["keep-existing"] === true, values.overwrite === true),
    isDryRun: values["dry-run"] === true,
  };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: "string" },
        to: { type: "string" },
        data: { type: "string" },
        topic: { type: "string", multiple: true },
        "keep-existing": { type: "boolean" },
        overwrite: { type: "boolean" },
        "dry-run": { type: "boolean" },
        ca: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw wrongUse(`${(error as Error).message.split(". ")[0]}. See vitrina import --help`);
  }
}

function onConflict(isKeeping: boolean, isOverwriting: boolean): OnConflict {
  if (isKeeping && isOverwriting) throw wrongUse("--keep-existing and --overwrite exclude each other");
  if (isKeeping) return "keep";
  return isOverwriting ? "overwrite" : "refuse";
}

function checkFilter(filter: string): void {
  const problem = filter.startsWith("$")
    ? "topics that begin with $ belong to their broker and are not copied"
    : topicFilterError(filter);
  if (problem !== undefined) throw wrongUse(`--topic: ${JSON.stringify(filter)}: ${problem}`);
}

function readCa(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw wrongUse(`--ca: ${(error as Error).message}`);
  }
}

function wrongUse(sentence: string) {
  return importFailure("import-command-invalid", sentence);
}
