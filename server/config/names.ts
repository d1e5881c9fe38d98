import { SETTING_NAMES, type SettingName } from "./settings.ts";

/** What each variable of ours begins with. */
export const VARIABLE_PREFIX = "VITRINA_";

/** `mqttPort` as a flag and as a key of the config file: `mqtt-port`. */
export function keyOf(name: SettingName): string {
  return kebab(name);
}

/** `camelCase` as `camel-case`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function flagOf(name: SettingName): string {
  return `--${keyOf(name)}`;
}

export function variableOf(name: SettingName): string {
  return VARIABLE_PREFIX + keyOf(name).toUpperCase().replaceAll("-", "_");
}

const byKey = new Map(SETTING_NAMES.map((name) => [keyOf(name), name]));
const byVariable = new Map(SETTING_NAMES.map((name) => [variableOf(name), name]));

export function settingOfKey(key: string): SettingName | undefined {
  return byKey.get(key);
}

export function settingOfVariable(variable: string): SettingName | undefined {
  return byVariable.get(variable);
}
