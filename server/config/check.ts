import { StartError } from "../start-error.ts";
import { checkListener, checkTls, needs } from "./check-listener.ts";
import { isForDevices } from "./listeners.ts";
import { isLoopback } from "./loopback.ts";
import { flagOf } from "./names.ts";
import type { Settings } from "./settings.ts";

const HIGHEST_QOS = 2;

/** Refuses settings that are each allowed but not together, or not yet safe; throws StartError. */
export function checkSettings(settings: Settings): void {
  const { data } = settings;
  checkRedirect(settings);
  checkAnonymous(settings);
  checkDemo(settings);
  checkTls(settings, "", flagOf);
  checkHttps(settings);
  if (data !== undefined) {
    throw new StartError(
      "data-not-kept",
      `--data ${data}: this version keeps everything in memory and writes no data directory. Leave --data out`,
    );
  }
  for (const listener of settings.listeners) checkListener(listener, settings);
}

/** Whether the page and the API ask for a login: always where others can reach them, or where they have users. */
export function isLoginNeeded({ login, pageUsers, httpHost }: Settings): boolean {
  return login === "always" || pageUsers !== undefined || !isLoopback(httpHost);
}

function checkAnonymous({ allowAnonymous, denyAnonymous, demo, listeners }: Settings): void {
  if (!denyAnonymous) return;
  const isDemoBarred = demo && !listeners.some(isForDevices);
  const other = allowAnonymous
    ? "--allow-anonymous"
    : isDemoBarred && "--demo, whose devices have no password,";
  if (other === false) return;
  throw new StartError(
    "anonymous-contradiction",
    `--deny-anonymous and ${other} do not go together. Leave one of them out`,
  );
}

function checkHttps({ httpTlsCert, httpTlsKey }: Settings): void {
  if (httpTlsCert !== undefined && httpTlsKey === undefined) throw needs("--http-tls-cert", "--http-tls-key");
  if (httpTlsKey !== undefined && httpTlsCert === undefined) throw needs("--http-tls-key", "--http-tls-cert");
}

function checkRedirect({ redirect, redirectTo }: Settings): void {
  if (redirect === "at-stop" || redirectTo !== undefined) return;
  throw new StartError(
    "redirect-without-target",
    `--redirect ${redirect} does not say where to. Add --redirect-to with the address of the other server`,
  );
}

/** The simulated devices are clients like others: they would be sent away, or cut at their first message. */
function checkDemo({ demo, redirect, maximumQos, without, listeners }: Settings): void {
  if (!demo) return;
  if (!listeners.some(isForDevices)) {
    const sentence = "--demo needs a door for MQTT over TCP that asks for no password: its devices have none";
    throw new StartError("demo-barred", `${sentence}. Open one, or leave --demo out`);
  }
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
