import { StartError } from "../start-error.ts";
import type { Settings } from "./settings.ts";

const HIGHEST_QOS = 2;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Refuses settings that are each allowed but not together, or not yet safe; throws StartError. */
export function checkSettings(settings: Settings): void {
  const { host, data } = settings;
  checkRedirect(settings);
  checkDemo(settings);
  checkTls(settings);
  checkAnonymous(settings);
  checkProxies(settings);
  if (data !== undefined) {
    throw new StartError(
      "data-not-kept",
      `--data ${data}: this version keeps everything in memory and writes no data directory. Leave --data out`,
    );
  }
  if (!isForThisMachine(settings) && !isGuarded(settings)) {
    const door = isLoopback(host) ? "--proxy-protocol required: the broker" : `--host ${host}`;
    throw new StartError(
      "anonymous-not-allowed",
      `${door} can be reached from other machines, and clients need no password. Add --password-file with users, or --allow-anonymous if everybody may come in`,
    );
  }
}

/** Whether only this machine reaches the doors for MQTT over TCP and TLS; a proxy is there to let others in. */
export function isForThisMachine({ host, proxyProtocol }: Settings): boolean {
  return isLoopback(host) && proxyProtocol === "none";
}

/** Whether the page and the API ask for a login: always where others can reach them, by a proxy too, or where they have users. */
export function isLoginNeeded({ login, pageUsers, httpHost, trustedProxies }: Settings): boolean {
  const isReached = !isLoopback(httpHost) || trustedProxies.length > 0;
  return login === "always" || pageUsers !== undefined || isReached;
}

/** True where it is said who may come in, be it everybody. */
function isGuarded({ allowAnonymous, passwordFile, scramUsers, certificateUserName }: Settings): boolean {
  return (
    allowAnonymous || passwordFile !== undefined || scramUsers !== undefined || certificateUserName !== "none"
  );
}

function checkAnonymous({ allowAnonymous, denyAnonymous, demo }: Settings): void {
  if (!denyAnonymous) return;
  const other = allowAnonymous ? "--allow-anonymous" : demo && "--demo, whose devices have no password,";
  if (other === false) return;
  throw new StartError(
    "anonymous-contradiction",
    `--deny-anonymous and ${other} do not go together. Leave one of them out`,
  );
}

/** Without proxies that are trusted nobody at all would come in. */
function checkProxies({ proxyProtocol, trustedProxies }: Settings): void {
  if (proxyProtocol === "none" || trustedProxies.length > 0) return;
  throw new StartError(
    "proxies-missing",
    "--proxy-protocol required does not say whose headers are believed. Add --trusted-proxies with the addresses of the proxies, or leave it out",
  );
}

/** A door for TLS is whole or not there: half a setting would leave open what was meant to be shut. */
function checkTls({
  tlsCert,
  tlsKey,
  tlsCa,
  tlsCrl,
  clientCertificates,
  certificateUserName,
}: Settings): void {
  const needs = (flag: string, needed: string): StartError =>
    new StartError("tls-incomplete", `${flag} counts only with ${needed}. Add it, or leave ${flag} out`);
  if (tlsCert !== undefined && tlsKey === undefined) throw needs("--tls-cert", "--tls-key");
  if (tlsKey !== undefined && tlsCert === undefined) throw needs("--tls-key", "--tls-cert");
  if (tlsCa !== undefined && tlsCert === undefined) throw needs("--tls-ca", "--tls-cert and --tls-key");
  if (tlsCrl !== undefined && tlsCa === undefined) throw needs("--tls-crl", "--tls-ca");
  if (clientCertificates !== "none" && tlsCa === undefined)
    throw needs(`--client-certificates ${clientCertificates}`, "--tls-ca");
  if (certificateUserName !== "none" && clientCertificates === "none")
    throw needs(
      `--certificate-user-name ${certificateUserName}`,
      "--client-certificates optional or required",
    );
}

function checkRedirect({ redirect, redirectTo }: Settings): void {
  if (redirect === "at-stop" || redirectTo !== undefined) return;
  throw new StartError(
    "redirect-without-target",
    `--redirect ${redirect} does not say where to. Add --redirect-to with the address of the other server`,
  );
}

/** The simulated devices are clients like others: they would be sent away, or cut at their first message. */
function checkDemo({ demo, redirect, maximumQos, without, proxyProtocol }: Settings): void {
  if (!demo) return;
  const barrier = [
    redirect !== "at-stop" && "redirect",
    maximumQos < HIGHEST_QOS && "maximum-qos",
    without.length > 0 && "without",
    proxyProtocol !== "none" && "proxy-protocol",
  ].find((each) => each !== false);
  if (barrier === undefined) return;
  throw new StartError(
    "demo-barred",
    `--demo and --${barrier} do not go together: the simulated devices are clients of this machine that use all of MQTT. Leave one of them out`,
  );
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
