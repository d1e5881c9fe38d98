import type { Listener } from "../../server/adapters/http/contract.ts";

/** The port of MQTT over TCP, registered with IANA (MQTT 5.0 §4.2). */
const DEFAULT_PORT = 1883;

/** Addresses that mean every interface of the machine: somebody else has to name it. */
const EVERY_INTERFACE: readonly string[] = ["0.0.0.0", "::", ""];

/** How `mosquitto_pub` and `mosquitto_sub` are told where this broker is: `-h host -p port`. */
export function mosquittoAddress(listeners: readonly Listener[], pageHost: string): string {
  const door = listeners.find(({ transport }) => transport === "tcp");
  if (door === undefined) return `-h ${pageHost} -p ${DEFAULT_PORT}`;
  const host = EVERY_INTERFACE.includes(door.host) ? pageHost : door.host;
  return `-h ${host} -p ${door.port}`;
}
