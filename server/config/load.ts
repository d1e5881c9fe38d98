import { readFileSync } from "node:fs";
import { StartError } from "../start-error.ts";
import { checkSettings } from "./check.ts";
import { readListenerTables } from "./listener-table.ts";
import { listenersOf } from "./listeners.ts";
import { settingMeta } from "./setting.ts";
import {
  SETTING_NAMES,
  type SettingName,
  type Settings,
  type SettingValues,
  settings as schema,
} from "./settings.ts";
import {
  type ConfigFile,
  type Given,
  type GivenSettings,
  readFileText,
  readFlags,
  readVariables,
} from "./sources.ts";

/** What the command line asks for. */
export type Request =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "run"; readonly settings: Settings };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings from flags, variables and the config file, in this order of precedence; throws StartError. */
export function loadRequest(args: readonly string[], environment: Environment): Request {
  const commandLine = readFlags(args);
  if (commandLine.isHelp) return { kind: "help" };
  if (commandLine.isVersion) return { kind: "version" };
  const variables = readVariables(environment);
  const file = readConfigFile(commandLine.given.get("config") ?? variables.get("config"));
  const given = new Map([...file.given, ...variables, ...commandLine.given]);
  const values = parse(given);
  const listeners = listenersOf(values, readListenerTables(file.listeners));
  const settings = { ...values, listeners };
  checkSettings(settings);
  return { kind: "run", settings };
}

function readConfigFile(given: Given | undefined): ConfigFile {
  if (given === undefined) return { given: new Map(), listeners: [] };
  const path = String(given.raw);
  return readFileText(readText(path, given.source), path);
}

function readText(path: string, source: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : String(error);
    throw new StartError("config-file-unreadable", `${source}: ${path} cannot be read: ${reason}`);
  }
}

function parse(given: GivenSettings): SettingValues {
  const result = schema.safeParse(Object.fromEntries([...given].map(([name, value]) => [name, value.raw])));
  if (result.success) return result.data;
  const name = SETTING_NAMES.find((candidate) => candidate === result.error.issues[0]?.path[0]);
  if (name === undefined) throw result.error;
  throw notAllowed(name, given.get(name));
}

function notAllowed(name: SettingName, given: Given | undefined): StartError {
  const allowed = settingMeta.get(schema.shape[name])?.allowed;
  const raw = typeof given?.raw === "number" ? String(given.raw) : JSON.stringify(given?.raw);
  return new StartError("setting-invalid", `${given?.source}: ${raw} is not allowed; allowed is ${allowed}`);
}
