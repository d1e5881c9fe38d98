import { flagOf } from "./names.ts";
import { inFigures, SETTING_GROUPS, type SettingMeta, settingMeta } from "./setting.ts";
import { SETTING_NAMES, type SettingName, settings } from "./settings.ts";

const WIDTH = 100;
const INDENT = 6;

/** A setting as it is told to people. */
export interface ToldSetting extends SettingMeta {
  readonly name: SettingName;
  readonly byDefault: string;
}

/** All settings of a group, in the order of the schema. */
export function settingsOf(group: SettingMeta["group"]): readonly ToldSetting[] {
  return SETTING_NAMES.flatMap((name) => {
    const meta = settingMeta.get(settings.shape[name]);
    return meta?.group === group ? [{ ...meta, name, byDefault: defaultOf(name) }] : [];
  });
}

function defaultOf(name: SettingName): string {
  const value = settings.shape[name].parse(undefined);
  if (typeof value === "number") return inFigures(value);
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return "none";
  return String(value);
}

/** The text of `--help`. */
export function helpText(version: string): string {
  const groups = SETTING_GROUPS.map((group) => `${group}\n${settingsOf(group).map(settingText).join("")}`);
  return `Vitrina ${version}: an MQTT broker you can see through.

Usage: vitrina [settings]
       vitrina scram add|remove|list <file> [<name>]   users for --scram-users
       vitrina backup <directory>                      a copy of the data, also while a server runs
       vitrina restore <backup>                        puts a copy back, also while a server runs
       vitrina inspect [sessions|queue|retained|…]     what the data directory has
       vitrina import --from mqtt://<host>             copies another broker's retained messages

Each setting is a flag, a variable (--mqtt-port: VITRINA_MQTT_PORT) or a key of the config file
(mqtt-port = 1883); a flag wins over a variable, a variable over the file.
Further doors for MQTT, each with settings of its own, are tables [[listener]] of that file
(docs/configuration.md).

${groups.join("\n")}
  -h, --help     Print this
  -v, --version  Print the version
`;
}

function settingText({ name, placeholder, description, allowed, byDefault }: ToldSetting): string {
  const flag = placeholder === undefined ? flagOf(name) : `${flagOf(name)} <${placeholder}>`;
  const values = placeholder === undefined ? "" : `; ${allowed}`;
  const lines = wrap(`${description} (default ${byDefault}${values})`, WIDTH - INDENT);
  return `  ${flag}\n${lines.map((line) => " ".repeat(INDENT) + line).join("\n")}\n`;
}

function wrap(sentence: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
