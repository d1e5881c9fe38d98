import { type Connect, PacketType } from "../packets.ts";
import type { ClientOptions } from "./client-options.ts";

/** The CONNECT that options ask for, with the client identifier of the session (MQTT 5.0 §3.1). */
export function connectPacket(
  options: ClientOptions,
  clientId: string,
  authenticationData: Uint8Array | undefined,
): Connect {
  const { version, cleanStart, keepAliveSeconds, userName, password, will } = options;
  return {
    type: PacketType.Connect,
    version,
    clientId,
    cleanStart,
    keepAliveSeconds,
    ...(will !== undefined && { will }),
    ...(userName !== undefined && { userName }),
    ...(password !== undefined && { password }),
    properties: { ...options.properties, ...(authenticationData !== undefined && { authenticationData }) },
  };
}
