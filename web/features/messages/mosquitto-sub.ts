import type { ProtocolVersion } from "../../../protocol/packets.ts";
import type { LiveSubscription } from "../../worker/messages.ts";

const VERSION_NAMES: Readonly<Record<ProtocolVersion, string>> = { 5: "mqttv5", 4: "mqttv311", 3: "mqttv31" };

/** The same subscription for a terminal. No Local and Retain Handling have no flag in mosquitto_sub. */
export function mosquittoSub(
  { filter, qos, retainAsPublished }: Pick<LiveSubscription, "filter" | "qos" | "retainAsPublished">,
  address: string,
  version: ProtocolVersion,
): string {
  const parts = ["mosquitto_sub", address, "-V", VERSION_NAMES[version], "-q", String(qos)];
  if (version === 5 && retainAsPublished) parts.push("--retain-as-published");
  return [...parts, "-v", "-t", shellWord(filter)].join(" ");
}

/** Quoted for a POSIX shell: nothing inside has a meaning. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
