import type { ProxyProtocol, ProxyRefusal } from "./adapters/transport/proxy-entrance.ts";
import type { Settings } from "./config/settings.ts";
import type { EventLog } from "./log/event-log.ts";
import { trustOf } from "./trusted-proxies.ts";

const MILLISECONDS = 1000;
const MESSAGES: Readonly<Record<ProxyRefusal, string>> = {
  "proxy-not-trusted": "a connection did not come from a trusted proxy",
  "proxy-header-invalid": "a trusted proxy sent no valid header of the PROXY protocol",
};

/** What a door for MQTT over TCP or TLS asks of proxies, where only they connect. */
export function proxyProtocolOf(settings: Settings, log: EventLog): ProxyProtocol {
  const { trustedProxies, connectTimeoutSeconds } = settings;
  return {
    isTrusted: trustOf(trustedProxies),
    headerMilliseconds: connectTimeoutSeconds * MILLISECONDS,
    onRefused: (code, address, reason) =>
      log.write({ level: "warn", code, message: MESSAGES[code], fields: { address, reason } }),
  };
}
