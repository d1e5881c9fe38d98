import type { ProxyProtocol, ProxyRefusal } from "./adapters/transport/proxy-entrance.ts";
import type { Settings } from "./config/settings.ts";
import type { EventLog } from "./log/event-log.ts";
import { trustOf } from "./trusted-proxies.ts";

const MILLISECONDS = 1000;
const MESSAGES: Readonly<Record<ProxyRefusal, string>> = {
  "proxy-not-trusted": "a connection did not come from a trusted proxy",
  "proxy-header-invalid": "a trusted proxy sent no valid header of the PROXY protocol",
};

/** What the doors for MQTT over TCP and TLS ask of proxies; undefined: clients connect themselves. */
export function proxyProtocolOf(settings: Settings, log: EventLog): ProxyProtocol | undefined {
  const { proxyProtocol, trustedProxies, connectTimeoutSeconds } = settings;
  if (proxyProtocol === "none") return undefined;
  return {
    isTrusted: trustOf(trustedProxies),
    headerMilliseconds: connectTimeoutSeconds * MILLISECONDS,
    onRefused: (code, address, reason) =>
      log.write({ level: "warn", code, message: MESSAGES[code], fields: { address, reason } }),
  };
}
