import { StartError } from "../start-error.ts";
import type { Settings } from "./settings.ts";

const HIGHEST_QOS = 2;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Refuses settings that are each allowed but not together, or not yet safe; throws StartError. */
export function checkSettings(settings: Settings): void {
  const { host, httpHost, allowAnonymous, data } = settings;
  checkRedirect(settings);
  checkDemo(settings);
  if (data !== undefined) {
    throw new StartError(
      "data-not-kept",
      `--data ${data}: this version keeps everything in memory and writes no data directory. Leave --data out`,
    );
  }
  if (!isLoopback(host) && !allowAnonymous) {
    throw new StartError(
      "anonymous-not-allowed",
      `--host ${host} can be reached from other machines, and clients need no password. Add --allow-anonymous if that is meant`,
    );
  }
  if (!isLoopback(httpHost)) {
    throw new StartError(
      "page-needs-login",
      `--http-host ${httpHost} can be reached from other machines, and the page and the API have no login in this version. Keep it a loopback address, and reach it through SSH or a reverse proxy with a login`,
    );
  }
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
