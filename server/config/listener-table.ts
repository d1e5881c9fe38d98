import { z } from "zod";
import { StartError } from "../start-error.ts";
import { kebab } from "./names.ts";
import { nearMiss } from "./near-miss.ts";
import { choice, PORTS, type SettingMeta, settingMeta, text, wholeNumber } from "./setting.ts";
import { settings } from "./settings.ts";

/** Names of the doors that have settings of their own. */
const TAKEN: readonly string[] = ["mqtt", "mqtts", "http"];
const NAME = /^[\w.-]{1,64}$/;
const NEEDED = ["name", "port"] as const;

const { shape } = settings;

/** The keys of a table: first its own, then what it has from the settings of the same name where it says nothing. */
const keys = {
  name: text(
    { group: "Doors", description: "What it is called in messages, the log, the API and with its clients" },
    "name",
    "1 to 64 letters, digits, dots, hyphens or underscores",
    "",
  ),
  port: wholeNumber({ group: "Doors", description: "Its port; 0 picks a free one" }, "port", PORTS, 0),
  transport: choice(
    {
      group: "Doors",
      description: "What it speaks; ws and wss serve MQTT over WebSocket at /mqtt, and no page",
    },
    ["tcp", "tls", "ws", "wss"],
    "tcp",
  ),
  host: shape.host,
  proxyProtocol: shape.proxyProtocol,
  tlsCert: shape.tlsCert,
  tlsKey: shape.tlsKey,
  tlsCa: shape.tlsCa,
  tlsCrl: shape.tlsCrl,
  clientCertificates: shape.clientCertificates,
  certificateUserName: shape.certificateUserName,
  allowAnonymous: shape.allowAnonymous,
  denyAnonymous: shape.denyAnonymous,
  maximumConnections: shape.maximumConnections,
  maximumPacketBytes: shape.maximumPacketBytes,
} as const;

const table = z.object({
  name: keys.name.unwrap().regex(NAME),
  port: keys.port.unwrap(),
  transport: keys.transport,
  host: keys.host.unwrap().optional(),
  proxyProtocol: keys.proxyProtocol.unwrap().optional(),
  tlsCert: keys.tlsCert,
  tlsKey: keys.tlsKey,
  tlsCa: keys.tlsCa,
  tlsCrl: keys.tlsCrl,
  clientCertificates: keys.clientCertificates.unwrap().optional(),
  certificateUserName: keys.certificateUserName.unwrap().optional(),
  allowAnonymous: keys.allowAnonymous.unwrap().optional(),
  denyAnonymous: keys.denyAnonymous.unwrap().optional(),
  maximumConnections: keys.maximumConnections.unwrap().optional(),
  maximumPacketBytes: keys.maximumPacketBytes.unwrap().optional(),
});

/** A table `[[listener]]` of the config file. */
export type ListenerTable = z.output<typeof table>;
type TableKey = keyof ListenerTable;

const TABLE_KEYS = Object.keys(keys) as readonly TableKey[];
const byWord = new Map(TABLE_KEYS.map((key) => [kebab(key), key]));

/** What a table is called in messages, by its place among the tables. */
export function labelOf(index: number, name: unknown): string {
  return typeof name === "string" && NAME.test(name)
    ? `listener ${index + 1} (${name})`
    : `listener ${index + 1}`;
}

/** Reads the tables of a config file; throws StartError that names the table. */
export function readListenerTables(raw: readonly unknown[]): readonly ListenerTable[] {
  const tables = raw.map((each, index) => readTable(each as Readonly<Record<string, unknown>>, index));
  for (const [index, { name }] of tables.entries()) {
    const first = tables.findIndex((other) => other.name === name);
    if (first === index && !TAKEN.includes(name)) continue;
    const other = first < index ? labelOf(first, name) : `a door of Vitrina's own (${TAKEN.join(", ")})`;
    throw new StartError("setting-invalid", `${labelOf(index, name)}: ${other} has this name already`);
  }
  return tables;
}

function readTable(raw: Readonly<Record<string, unknown>>, index: number): ListenerTable {
  const label = labelOf(index, raw.name);
  const given = new Map<TableKey, unknown>();
  for (const [word, value] of Object.entries(raw)) {
    const key = byWord.get(word);
    if (key === undefined) throw unknownKey(label, word);
    given.set(key, value);
  }
  for (const key of NEEDED) {
    if (!given.has(key))
      throw new StartError("setting-invalid", `${label}: ${key} is missing; it is ${metaOf(key).allowed}`);
  }
  const result = table.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const wrong = TABLE_KEYS.find((key) => key === result.error.issues[0]?.path[0]);
  if (wrong === undefined) throw result.error;
  const value = JSON.stringify(given.get(wrong));
  const sentence = `${label}: ${kebab(wrong)}: ${value} is not allowed; allowed is ${metaOf(wrong).allowed}`;
  throw new StartError("setting-invalid", sentence);
}

function unknownKey(label: string, word: string): StartError {
  const meant = nearMiss(word, [...byWord.keys()]);
  const hint =
    meant === undefined ? `It may have ${[...byWord.keys()].join(", ")}` : `Did you mean ${meant}?`;
  return new StartError("setting-unknown", `${label}: there is no setting "${word}". ${hint}`);
}

function metaOf(key: TableKey): SettingMeta {
  const meta = settingMeta.get(keys[key]);
  if (meta === undefined) throw new Error(`nothing is told of the key ${key}`);
  return meta;
}

/** The rows of docs/configuration.md on `[[listener]]`. */
export function listenerRows(): readonly string[] {
  return TABLE_KEYS.map((key) => {
    const { allowed, description } = metaOf(key);
    return `| \`${kebab(key)}\` | ${byDefaultOf(key)} | ${allowed} | ${description} |`;
  });
}

function byDefaultOf(key: TableKey): string {
  if (key === "name" || key === "port") return "must be said";
  if (key === "transport") return "tcp";
  return key === "maximumConnections" ? "no limit of its own" : `that of \`--${kebab(key)}\``;
}
