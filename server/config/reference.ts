import { settingsOf, type ToldSetting } from "./help.ts";
import { listenerRows } from "./listener-table.ts";
import { flagOf, keyOf, variableOf } from "./names.ts";
import { SETTING_GROUPS } from "./setting.ts";

/** The tables of docs/configuration.md; scripts/docs.mjs puts them there. */
export function settingsReference(): string {
  const groups = SETTING_GROUPS.map((group) => table(group, "Setting", settingsOf(group).map(row)));
  return [...groups, table("`[[listener]]`", "Key", listenerRows())].join("\n");
}

function table(title: string, what: string, rows: readonly string[]): string {
  const head = `| ${what} | Default | Allowed | What it is |\n| --- | --- | --- | --- |`;
  return `### ${title}\n\n${head}\n${rows.join("\n")}\n`;
}

function row({ name, placeholder, allowed, byDefault, description }: ToldSetting): string {
  const unit = placeholder === undefined || placeholder.includes("|") ? "" : ` (${placeholder})`;
  const names = `\`${flagOf(name)}\`${unit}<br>\`${variableOf(name)}\`<br>\`${keyOf(name)}\``;
  return `| ${names} | ${byDefault} | ${allowed} | ${description} |`;
}
