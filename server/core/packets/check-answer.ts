import { protocolError } from "../../../protocol/errors.ts";
import type { WindowEntry } from "../../../protocol/flow/outbound-window.ts";

/**
 * Throws for an acknowledgement that is not the one its message awaits (MQTT 5.0 §4.3, §4.13.1; 3.1.1 §4.8). An id that no
 * message has is no error: the message may have been finished before.
 */
export function checkAnswer(
  entry: WindowEntry<unknown> | undefined,
  answer: "PUBACK" | "PUBREC" | "PUBCOMP",
): void {
  if (entry === undefined || isAwaited(entry, answer)) return;
  // [5 MQTT-4.13.1-1] [3 MQTT-4.8.0-1]
  const { packetId, qos } = entry;
  throw protocolError(`${answer} ${packetId} is not what that message of QoS ${qos} awaits`, "5 §4.3");
}

function isAwaited({ qos, state }: WindowEntry<unknown>, answer: "PUBACK" | "PUBREC" | "PUBCOMP"): boolean {
  if (answer === "PUBACK") return qos === 1;
  return qos === 2 && (answer === "PUBREC" || state === "released");
}
