import { settingsOf, type ToldSetting } from "./help.ts";
import { flagOf, keyOf, variableOf } from "./names.ts";
import { SETTING_GROUPS } from "./setting.ts";

/** The tables of docs/configuration.md; scripts/docs.mjs puts them there. */
export function settingsReference(): string {
  return SETTING_GROUPS.map((group) => {
    const rows = settingsOf(group).map(row).join("\n");
    return `### ${group}\n\n| Setting | Default | Allowed | What it is |\n| --- | --- | --- | --- |\n${rows}\n`;
  }).join("\n");
}

function row({ name, placeholder, allowed, byDefault, description }: ToldSetting): string {
  const unit = placeholder === undefined || placeholder.includes("|") ? "" : ` (${placeholder})`;
  const names = `\`${flagOf(name)}\`${unit}<br>\`${variableOf(name)}\`<br>\`${keyOf(name)}\``;
  return `| ${names} | ${byDefault} | ${allowed} | ${description} |`;
}
