import { z } from "zod";
import { accessSettings } from "./access-settings.ts";
import { limitSettings } from "./limit-settings.ts";
import type { ListenerSettings } from "./listeners.ts";
import { pageSettings } from "./page-settings.ts";
import { protocolSettings } from "./protocol-settings.ts";
import { proxySettings } from "./proxy-settings.ts";
import { choice, list, onOff, optionalText, PORTS, port, text, wholeNumber } from "./setting.ts";
import { tlsSettings } from "./tls-settings.ts";

const ADDRESS = "an IP address of this machine, or a name that stands for one";
const ORIGIN = /^https?:\/\/[^\s/?#@]+$/i;
const HOST_NAME = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(:\d{1,5})?$/i;

/** Every setting: from here come the flags, the variables, the keys of the config file, the help and the documents. */
export const settings = z.object({
  host: text(
    { group: "Doors", description: "Address on which the broker listens for MQTT" },
    "address",
    ADDRESS,
    "127.0.0.1",
  ),
  mqttPort: port(
    { group: "Doors", description: "Port for MQTT over TCP; 0 picks a free one, none leaves this door out" },
    1883,
  ),
  httpHost: text(
    {
      group: "Doors",
      description:
        "Address on which the page, the API and MQTT over WebSocket listen; one that is not a loopback address makes them ask for a login",
    },
    "address",
    ADDRESS,
    "127.0.0.1",
  ),
  httpPort: wholeNumber(
    { group: "Doors", description: "Port for the page, the API and MQTT over WebSocket; 0 picks a free one" },
    "port",
    PORTS,
    8080,
  ),
  allowedHosts: list(
    {
      group: "Doors",
      description:
        "Names beside localhost under which the page may be asked for, as the Host header has them; separated by commas",
    },
    "name,…",
    'host names like "broker.home" or "broker.home:8080"',
    HOST_NAME,
  ),
  allowedOrigins: list(
    {
      group: "Doors",
      description:
        "Foreign pages that may use the API and MQTT over WebSocket, by their origin; separated by commas",
    },
    "origin,…",
    'origins like "https://panel.home"',
    ORIGIN,
  ),
  data: text(
    {
      group: "Data",
      description:
        "Directory for what outlives a restart: durable sessions with their queues, retained messages, wills; made if it is not there",
    },
    "dir",
    "a directory",
    "./data",
  ),
  memory: onOff({
    group: "Data",
    description: "Keep everything in memory and write no data directory, whatever --data says",
  }),
  durability: choice(
    {
      group: "Data",
      description:
        "What an acknowledgement promises: what it stands for survives the death of the process, or (fsync) that of the machine too, for which it waits until the disk has it",
    },
    ["commit", "fsync"],
    "commit",
  ),
  config: optionalText(
    { group: "Data", description: "Read settings from this TOML file; flags and variables win over it" },
    "file",
    "a TOML file",
  ),
  ...accessSettings,
  ...pageSettings,
  logLevel: choice(
    { group: "Logging", description: "The least serious that is logged" },
    ["error", "warn", "info", "debug"],
    "info",
  ),
  logFormat: choice(
    { group: "Logging", description: "Lines for people, or one JSON object a line" },
    ["text", "json"],
    "text",
  ),
  demo: onOff({
    group: "Broker",
    description: "Run a small house and workshop of simulated devices as clients",
  }),
  reload: choice(
    {
      group: "Broker",
      description:
        "When the files of users, rights and certificates are read again: when one of them changes and on SIGHUP, or on SIGHUP alone",
    },
    ["on-change", "on-signal"],
    "on-change",
  ),
  sysInterval: wholeNumber(
    { group: "Broker", description: "Seconds between two updates of $SYS" },
    "seconds",
    { from: 1, to: 3600 },
    10,
  ),
  ...tlsSettings,
  ...proxySettings,
  ...protocolSettings,
  ...limitSettings,
  maximumWaitingLogins: wholeNumber(
    {
      group: "Limits",
      description: "Logins with a password that wait until it is checked; of SCRAM-SHA-256 none has to wait",
    },
    "count",
    { from: 0, to: 100_000 },
    50,
  ),
});

/** What flags, variables and keys say, with the defaults. */
export type SettingValues = z.output<typeof settings>;
export type SettingName = keyof SettingValues;

/** All settings with their values. */
export interface Settings extends SettingValues {
  /** Every door for MQTT clients but the page's. */
  readonly listeners: readonly ListenerSettings[];
}

export const SETTING_NAMES = Object.keys(settings.shape) as readonly SettingName[];
