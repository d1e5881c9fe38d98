import { StartError } from "../start-error.ts";
import { isSecure, isWebSocket, type ListenerSettings, type TlsSettings } from "./listeners.ts";
import { isLoopback } from "./loopback.ts";
import type { SettingName, Settings } from "./settings.ts";

/** Refuses a door that is not whole, or that everybody could reach unasked; throws StartError. */
export function checkListener(listener: ListenerSettings, settings: Settings): void {
  const { label, nameOf } = listener;
  if (label !== "") checkTable(listener);
  checkProxies(listener, settings);
  if (listener.isForThisMachine || isGuarded(listener, settings)) return;
  throw new StartError(
    "anonymous-not-allowed",
    `${label}${openingOf(listener)} can be reached from other machines, and clients need no password. Add --password-file with users, or ${nameOf("allowAnonymous")} if everybody may come in`,
  );
}

/** By what others reach it. */
function openingOf({ host, proxyProtocol, nameOf }: ListenerSettings): string {
  if (!isLoopback(host)) return `${nameOf("host")} ${host}`;
  return proxyProtocol === "required"
    ? `${nameOf("proxyProtocol")} required: the broker`
    : "--trusted-proxies: the broker";
}

/** Without proxies that are trusted nobody at all would come in. */
function checkProxies(
  { proxyProtocol, transport, label, nameOf }: ListenerSettings,
  settings: Settings,
): void {
  if (proxyProtocol === "none") return;
  const setting = `${nameOf("proxyProtocol")} required`;
  if (isWebSocket(transport)) {
    const sentence = `${label}${setting} is for MQTT over TCP and TLS; a proxy of transport ${transport} sends X-Forwarded-For. Leave it out`;
    throw new StartError("setting-invalid", sentence);
  }
  if (settings.trustedProxies.length > 0) return;
  throw new StartError(
    "proxies-missing",
    `${label}${setting} does not say whose headers are believed. Add --trusted-proxies with the addresses of the proxies, or leave it out`,
  );
}

/** True where it is said who may come in, be it everybody. */
function isGuarded({ allowAnonymous, certificateUserName }: ListenerSettings, settings: Settings): boolean {
  const { passwordFile, scramUsers } = settings;
  const isByCertificate = certificateUserName !== "none" || settings.certificateUserName !== "none";
  return allowAnonymous || passwordFile !== undefined || scramUsers !== undefined || isByCertificate;
}

function checkTable(listener: ListenerSettings): void {
  const { label, transport, nameOf, allowAnonymous, denyAnonymous } = listener;
  if (allowAnonymous && denyAnonymous) {
    const sentence = `${label}allow-anonymous and deny-anonymous do not go together. Leave one of them out`;
    throw new StartError("anonymous-contradiction", sentence);
  }
  if (isSecure(transport)) {
    if (listener.tlsCert === undefined && listener.tlsKey === undefined) {
      const sentence = `${label}transport ${transport} needs tls-cert and tls-key, in its table or for all (--tls-cert, --tls-key)`;
      throw new StartError("tls-incomplete", sentence);
    }
    checkTls(listener, label, nameOf);
    return;
  }
  const unused = (["tlsCert", "tlsKey", "tlsCa", "tlsCrl"] as const).find(
    (key) => listener[key] !== undefined,
  );
  if (unused !== undefined) throw needs(label + nameOf(unused), "transport tls or wss");
  for (const key of ["clientCertificates", "certificateUserName"] as const) {
    if (listener[key] !== "none") throw needs(label + nameOf(key), "transport tls or wss");
  }
}

/** TLS is whole or not there: half a setting would leave open what was meant to be shut. */
export function checkTls(door: TlsSettings, label: string, nameOf: (setting: SettingName) => string): void {
  const { tlsCert, tlsKey, tlsCa, tlsCrl, clientCertificates, certificateUserName } = door;
  const [cert, key, ca] = [nameOf("tlsCert"), nameOf("tlsKey"), nameOf("tlsCa")];
  if (tlsCert !== undefined && tlsKey === undefined) throw needs(label + cert, key);
  if (tlsKey !== undefined && tlsCert === undefined) throw needs(label + key, cert);
  if (tlsCa !== undefined && tlsCert === undefined) throw needs(label + ca, `${cert} and ${key}`);
  if (tlsCrl !== undefined && tlsCa === undefined) throw needs(label + nameOf("tlsCrl"), ca);
  const asking = nameOf("clientCertificates");
  if (clientCertificates !== "none" && tlsCa === undefined)
    throw needs(`${label}${asking} ${clientCertificates}`, ca);
  if (certificateUserName !== "none" && clientCertificates === "none") {
    const naming = `${label}${nameOf("certificateUserName")} ${certificateUserName}`;
    throw needs(naming, `${asking} optional or required`);
  }
}

/** A setting that says nothing without another one. */
export function needs(setting: string, needed: string): StartError {
  const sentence = `${setting} counts only with ${needed}. Add it, or leave ${setting.split(": ").at(-1)} out`;
  return new StartError("tls-incomplete", sentence);
}
