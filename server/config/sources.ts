import { parseArgs } from "node:util";
import { parse as parseToml, TomlError } from "smol-toml";
import { StartError } from "../start-error.ts";
import { flagOf, keyOf, settingOfKey, settingOfVariable, VARIABLE_PREFIX, variableOf } from "./names.ts";
import { nearMiss } from "./near-miss.ts";
import { settingMeta } from "./setting.ts";
import { SETTING_NAMES, type SettingName, settings } from "./settings.ts";

/** A value as it was given, and by whom, for the message when it is wrong. */
export interface Given {
  readonly raw: unknown;
  /** The setting in the words of its source, like `--mqtt-port` or `mqtt-port in broker.toml`. */
  readonly source: string;
}

export type GivenSettings = ReadonlyMap<SettingName, Given>;

/** What the command line asks for beside the settings. */
export interface CommandLine {
  readonly given: GivenSettings;
  readonly isHelp: boolean;
  readonly isVersion: boolean;
}

const HELP = "help";
const VERSION = "version";
/** The tables of the config file. */
const LISTENER = "listener";

/** The flags of the command line. */
export function readFlags(args: readonly string[]): CommandLine {
  const given = new Map<SettingName, Given>();
  const seen = new Set<string>();
  for (const token of tokensOf(args)) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      throw new StartError("setting-unknown", `"${token.value}" is not a setting. All settings: --help`);
    }
    if (token.name === HELP || token.name === VERSION) {
      seen.add(token.name);
      continue;
    }
    const name = settingOfKey(token.name);
    if (name === undefined || !token.rawName.startsWith("--")) throw unknownFlag(token.rawName);
    given.set(name, { raw: flagValue(name, token, given.get(name)), source: flagOf(name) });
  }
  return { given, isHelp: seen.has(HELP), isVersion: seen.has(VERSION) };
}

function tokensOf(args: readonly string[]) {
  const switches = SETTING_NAMES.filter(isSwitch).map((name) => [keyOf(name), { type: "boolean" as const }]);
  const others = SETTING_NAMES.filter((name) => !isSwitch(name)).map((name) => [
    keyOf(name),
    { type: "string" as const },
  ]);
  const options = Object.fromEntries([
    ...switches,
    ...others,
    [HELP, { type: "boolean", short: "h" }],
    [VERSION, { type: "boolean", short: "v" }],
  ]);
  // Not strict: the messages are ours, and say what is allowed.
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function isSwitch(name: SettingName): boolean {
  return settingMeta.get(settings.shape[name])?.placeholder === undefined;
}

function flagValue(
  name: SettingName,
  token: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined },
  earlier: Given | undefined,
): unknown {
  if (isSwitch(name)) return token.value ?? true;
  if (token.value === undefined || (!token.inlineValue && token.value.startsWith("--"))) {
    const allowed = settingMeta.get(settings.shape[name])?.allowed;
    throw new StartError("setting-invalid", `${flagOf(name)} needs a value: ${allowed}`);
  }
  const isRepeatedList = earlier !== undefined && settingMeta.get(settings.shape[name])?.isList === true;
  return isRepeatedList ? `${earlier.raw},${token.value}` : token.value;
}

function unknownFlag(rawName: string): StartError {
  return unknown(rawName, `There is no setting ${rawName}`, SETTING_NAMES.map(flagOf));
}

/** The variables of the environment that begin with `VITRINA_`. */
export function readVariables(environment: Readonly<Record<string, string | undefined>>): GivenSettings {
  const given = new Map<SettingName, Given>();
  for (const [variable, raw] of Object.entries(environment)) {
    if (raw === undefined || !variable.startsWith(VARIABLE_PREFIX)) continue;
    const name = settingOfVariable(variable);
    if (name === undefined) {
      throw unknown(variable, `The variable ${variable} is no setting`, SETTING_NAMES.map(variableOf));
    }
    given.set(name, { raw, source: variable });
  }
  return given;
}

/** What a config file says. */
export interface ConfigFile {
  readonly given: GivenSettings;
  /** Its tables `[[listener]]`, as they stand there. */
  readonly listeners: readonly unknown[];
}

/** The keys of a config file; `fileName` is for the messages. */
export function readFileText(content: string, fileName: string): ConfigFile {
  const given = new Map<SettingName, Given>();
  const { [LISTENER]: listeners = [], ...keys } = parseFile(content, fileName);
  if (!Array.isArray(listeners) || listeners.some((each) => typeof each !== "object")) {
    const sentence = `${fileName}: each listener is a table of its own, which begins with [[${LISTENER}]]`;
    throw new StartError("setting-invalid", sentence);
  }
  for (const [key, raw] of Object.entries(keys)) {
    const name = settingOfKey(key);
    if (name === undefined || name === "config") {
      throw unknown(key, `${fileName}: there is no setting "${key}"`, [
        ...SETTING_NAMES.map(keyOf),
        LISTENER,
      ]);
    }
    given.set(name, { raw, source: `${key} in ${fileName}` });
  }
  return { given, listeners };
}

function parseFile(content: string, fileName: string): Record<string, unknown> {
  try {
    return parseToml(content);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const place = `line ${error.line}, column ${error.column}`;
    throw new StartError("config-file-unreadable", `${fileName} is not TOML (${place}): ${firstLine(error)}`);
  }
}

function firstLine(error: Error): string {
  return error.message.split("\n")[0] ?? error.message;
}

function unknown(typed: string, sentence: string, names: readonly string[]): StartError {
  const meant = nearMiss(typed, names);
  const hint = meant === undefined ? "All settings: --help" : `Did you mean ${meant}? All settings: --help`;
  return new StartError("setting-unknown", `${sentence}. ${hint}`);
}
