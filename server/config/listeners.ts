import { UNLIMITED } from "../core/ports/limits.ts";
import type { TransportKind } from "../core/ports/wire.ts";
import { type ListenerTable, labelOf } from "./listener-table.ts";
import { isLoopback } from "./loopback.ts";
import { flagOf, kebab } from "./names.ts";
import type { SettingName, SettingValues } from "./settings.ts";

/** What a door for TLS shows and asks for. */
export type TlsSettings = Pick<
  SettingValues,
  "tlsCert" | "tlsKey" | "tlsCa" | "tlsCrl" | "clientCertificates" | "certificateUserName"
>;
type Entry = Pick<
  SettingValues,
  "host" | "allowAnonymous" | "denyAnonymous" | "maximumPacketBytes" | "proxyProtocol"
>;

const PLAIN: TlsSettings = {
  tlsCert: undefined,
  tlsKey: undefined,
  tlsCa: undefined,
  tlsCrl: undefined,
  clientCertificates: "none",
  certificateUserName: "none",
};

/** A door for MQTT clients as it is to be: the settings at the top count where its own say nothing. */
export interface ListenerSettings extends TlsSettings, Entry {
  readonly name: string;
  readonly transport: TransportKind;
  /** 0 picks a free one. */
  readonly port: number;
  /** Whether nobody but this machine reaches it; a proxy is there to let others in. */
  readonly isForThisMachine: boolean;
  /** Beside that of all doors together. */
  readonly maximumConnections: number;
  /** What stands before a message about it; empty for a door of flags, whose names say enough. */
  readonly label: string;
  /** What one of its settings is called in a message. */
  readonly nameOf: (setting: SettingName | "port") => string;
}

/** Every door for MQTT clients but the page's: the two that have flags, and those of the config file. */
export function listenersOf(
  values: SettingValues,
  tables: readonly ListenerTable[],
): readonly ListenerSettings[] {
  const { mqttPort, tlsPort, tlsCert } = values;
  const named: ListenerSettings[] = [];
  if (mqttPort !== "none") named.push(ofFlags(values, "mqtt", "tcp", mqttPort, "mqttPort"));
  if (tlsPort !== "none" && tlsCert !== undefined)
    named.push(ofFlags(values, "mqtts", "tls", tlsPort, "tlsPort"));
  return [...named, ...tables.map((table, index) => ofTable(values, table, index))];
}

/** Whether it speaks TLS. */
export function isSecure(transport: TransportKind): boolean {
  return transport === "tls" || transport === "wss";
}

/** Whether it is MQTT over WebSocket, where proxies speak HTTP. */
export function isWebSocket(transport: TransportKind): boolean {
  return transport === "ws" || transport === "wss";
}

/** Whether somebody without credentials may come in: where it is said, or else where only this machine can. */
export function isAnonymousAllowed(listener: ListenerSettings): boolean {
  const { allowAnonymous, denyAnonymous, isForThisMachine } = listener;
  return !denyAnonymous && (allowAnonymous || isForThisMachine);
}

/** Whether the simulated devices can come in through it: they speak TCP without a proxy and have no password. */
export function isForDevices(listener: ListenerSettings): boolean {
  const { transport, proxyProtocol } = listener;
  return transport === "tcp" && proxyProtocol === "none" && isAnonymousAllowed(listener);
}

function ofFlags(
  values: SettingValues,
  name: string,
  transport: TransportKind,
  port: number,
  portSetting: SettingName,
): ListenerSettings {
  const { host, clientCertificates, certificateUserName, tlsCert, tlsKey, tlsCa, tlsCrl } = values;
  const { allowAnonymous, denyAnonymous, maximumPacketBytes, proxyProtocol } = values;
  const tls = { clientCertificates, certificateUserName, tlsCert, tlsKey, tlsCa, tlsCrl };
  const nameOf = (setting: SettingName | "port") => flagOf(setting === "port" ? portSetting : setting);
  return {
    ...{ name, transport, host, port, allowAnonymous, denyAnonymous, maximumPacketBytes, proxyProtocol },
    ...(isSecure(transport) ? tls : PLAIN),
    isForThisMachine: isLoopback(host) && proxyProtocol === "none",
    ...{ maximumConnections: UNLIMITED, label: "", nameOf },
  };
}

function ofTable(values: SettingValues, table: ListenerTable, index: number): ListenerSettings {
  const { name, transport, port, maximumConnections = UNLIMITED } = table;
  const { host = values.host, maximumPacketBytes = values.maximumPacketBytes } = table;
  const { proxyProtocol = isWebSocket(transport) ? "none" : values.proxyProtocol } = table;
  const isBehindProxies = isWebSocket(transport)
    ? values.trustedProxies.length > 0
    : proxyProtocol === "required";
  const hasOwnWord = table.allowAnonymous !== undefined || table.denyAnonymous !== undefined;
  const { allowAnonymous = false, denyAnonymous = false } = hasOwnWord ? table : values;
  return {
    ...{ name, transport, host, port, allowAnonymous, denyAnonymous, maximumConnections, maximumPacketBytes },
    proxyProtocol,
    isForThisMachine: isLoopback(host) && !isBehindProxies,
    ...(isSecure(transport) ? tlsOf(values, table) : plainOf(table)),
    label: `${labelOf(index, name)}: `,
    nameOf: kebab,
  };
}

/** What belongs together is inherited together: the key of another certificate would not fit. */
function tlsOf(values: SettingValues, table: ListenerTable): TlsSettings {
  const hasOwnCertificate = table.tlsCert !== undefined || table.tlsKey !== undefined;
  const { tlsCert, tlsKey } = hasOwnCertificate ? table : values;
  const { tlsCa = values.tlsCa, clientCertificates = values.clientCertificates } = table;
  const { tlsCrl = table.tlsCa === undefined ? values.tlsCrl : undefined } = table;
  // without certificates of clients the name in them says nothing
  const isAsked = clientCertificates !== "none";
  const { certificateUserName = isAsked ? values.certificateUserName : "none" } = table;
  return { tlsCert, tlsKey, tlsCa, tlsCrl, clientCertificates, certificateUserName };
}

/** What it says of TLS although it speaks none, for the check that refuses it. */
function plainOf({ tlsCert, tlsKey, tlsCa, tlsCrl, ...table }: ListenerTable): TlsSettings {
  const { clientCertificates = "none", certificateUserName = "none" } = table;
  return { tlsCert, tlsKey, tlsCa, tlsCrl, clientCertificates, certificateUserName };
}
