import { StartError } from "../start-error.ts";
import { checkListener, checkTls, needs } from "./check-listener.ts";
import { isForDevices } from "./listeners.ts";
import { isLoopback } from "./loopback.ts";
import { flagOf } from "./names.ts";
import type { Settings } from "./settings.ts";

const HIGHEST_QOS = 2;

/** Refuses settings that are each allowed but not together, or not yet safe; throws StartError. */
export function checkSettings(settings: Settings): void {
  checkRedirect(settings);
  checkAnonymous(settings);
  checkClientIds(settings);
  checkDemo(settings);
  checkTls(settings, "", flagOf);
  checkHttps(settings);
  for (const listener of settings.listeners) checkListener(listener, settings);
}

/** Whether the page and the API ask for a login: always where others can reach them, by a proxy too, or where they have users. */
export function isLoginNeeded({ login, pageUsers, httpHost, trustedProxies }: Settings): boolean {
  const isReached = !isLoopback(httpHost) || trustedProxies.length > 0;
  return login === "always" || pageUsers !== undefined || isReached;
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

function checkClientIds({ clientIdPrefixByUser, userNameAsClientId }: Settings): void {
  if (!userNameAsClientId || clientIdPrefixByUser === undefined) return;
  throw new StartError(
    "client-id-contradiction",
    `--client-id-prefix-by-user ${clientIdPrefixByUser} and --user-name-as-client-id do not go together: an id cannot be the user name and go on behind it. Leave one of them out`,
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
function checkDemo(settings: Settings): void {
  if (!settings.demo) return;
  if (!settings.listeners.some(isForDevices)) {
    const sentence =
      "--demo needs a door for MQTT over TCP that asks for no password and no header of a proxy: its devices have none";
    throw new StartError("demo-barred", `${sentence}. Open one, or leave --demo out`);
  }
  const barrier = demoBarrier(settings);
  if (barrier === undefined) return;
  const needs = "the simulated devices use all of MQTT, without a user name and with client ids of their own";
  throw new StartError(
    "demo-barred",
    `--demo and --${barrier} do not go together: ${needs}. Leave one of them out`,
  );
}

function demoBarrier(settings: Settings): string | undefined {
  const { redirect, maximumQos, without, clientIdPatterns, clientIdPrefixByUser } = settings;
  if (redirect !== "at-stop") return "redirect";
  if (maximumQos < HIGHEST_QOS) return "maximum-qos";
  if (without.length > 0) return "without";
  if (clientIdPatterns.length > 0) return "client-id-patterns";
  if (clientIdPrefixByUser !== undefined) return "client-id-prefix-by-user";
  return settings.userNameAsClientId ? "user-name-as-client-id" : undefined;
}
