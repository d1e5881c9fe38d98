import { StartError } from "../start-error.ts";
import type { Settings } from "./settings.ts";

const HIGHEST_QOS = 2;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Refuses settings that are each allowed but not together, or not yet safe; throws StartError. */
export function checkSettings(settings: Settings): void {
  const { host } = settings;
  checkRedirect(settings);
  checkDemo(settings);
  checkTls(settings);
  checkAnonymous(settings);
  if (!isLoopback(host) && !isGuarded(settings)) {
    throw new StartError(
      "anonymous-not-allowed",
      `--host ${host} can be reached from other machines, and clients need no password. Add --password-file with users, or --allow-anonymous if everybody may come in`,
    );
  }
}

/** Whether the page and the API ask for a login: always where others can reach them, or where they have users. */
export function isLoginNeeded({ login, pageUsers, httpHost }: Settings): boolean {
  return login === "always" || pageUsers !== undefined || !isLoopback(httpHost);
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
function checkDemo({ demo, redirect, maximumQos, without }: Settings): void {
  if (!demo) return;
  const barrier =
    redirect === "at-stop"
      ? maximumQos < HIGHEST_QOS
        ? "maximum-qos"
        : without.length > 0 && "without"
      : "redirect";
  if (barrier === false) return;
  throw new StartError(
    "demo-barred",
    `--demo and --${barrier} do not go together: the simulated devices use all of MQTT. Leave one of them out`,
  );
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
