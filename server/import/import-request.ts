import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { topicFilterError } from "../../protocol/topics/validate.ts";
import { type BrokerAddress, brokerAddress } from "./broker-address.ts";
import { importFailure } from "./import-failure.ts";

const DEFAULT_TARGET = "mqtt://127.0.0.1:1883";
const EVERYTHING = "#";

/** What becomes of a topic that has a retained message already. */
export type OnConflict = "refuse" | "keep" | "overwrite";

/** `vitrina import`, as it was asked for. */
export interface ImportRequest {
  readonly from: BrokerAddress;
  readonly to: BrokerAddress;
  readonly filters: readonly string[];
  readonly onConflict: OnConflict;
  readonly isDryRun: boolean;
  readonly ca: Buffer | undefined;
}

/** Reads the arguments; undefined: help is wanted. Throws StartError. */
export function importRequest(args: readonly string[]): ImportRequest | undefined {
  const values = readValues(args);
  if (values.help === true) return undefined;
  const { from, to = DEFAULT_TARGET, topic: filters = [EVERYTHING], ca } = values;
  if (from === undefined)
    throw wrongUse("--from is missing: the broker to read from. See vitrina import --help");
  for (const filter of filters) checkFilter(filter);
  return {
    from: brokerAddress("--from", from),
    to: brokerAddress("--to", to),
    filters,
    onConflict: onConflict(values["keep-existing"] === true, values.overwrite === true),
    isDryRun: values["dry-run"] === true,
    ca: ca === undefined ? undefined : readCa(ca),
  };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: "string" },
        to: { type: "string" },
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
