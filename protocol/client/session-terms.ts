import { protocolError } from "../errors.ts";
import type { Connack, Properties } from "../packets.ts";
import type { ClientOptions } from "./client-options.ts";

/**
 * Whether the server resumes the session; throws if it says so though the client has none. Who asks for no clean start has
 * one, be it empty: what the server still holds is new to it.
 */
export function checkSessionPresent(
  { sessionPresent }: Connack,
  { cleanStart, version }: ClientOptions,
): boolean {
  if (cleanStart && sessionPresent) {
    // [5 MQTT-3.2.2-2] [5 MQTT-3.2.2-4] [3 MQTT-3.2.2-1]
    const message = "the server says that there is a session, but a clean start was asked for";
    throw protocolError(message, "5 MQTT-3.2.2-4");
  }
  // 3.1 does not say whether there is a session (MQTT 3.1 §3.2)
  return version === 3 ? !cleanStart : sessionPresent;
}

/** Throws for a DISCONNECT that would give a session a life which CONNECT did not (MQTT 5.0 §3.14.2.2.2). */
export function checkSessionExpiry(options: ClientOptions, { sessionExpiryInterval = 0 }: Properties): void {
  if (sessionExpiryInterval === 0 || (options.properties?.sessionExpiryInterval ?? 0) > 0) return;
  const message =
    "CONNECT has asked for no session expiry, so DISCONNECT cannot: set one for the connection first";
  throw protocolError(message, "5 §3.14.2.2.2");
}
