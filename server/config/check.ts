import { StartError } from "../start-error.ts";
import type { Settings } from "./settings.ts";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Refuses settings that are each allowed but not together, or not yet safe; throws StartError. */
export function checkSettings({ host, httpHost, allowAnonymous, data }: Settings): void {
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

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
