import type { MqttError } from "../../protocol/errors.ts";

/** What a peer did wrong, where, and which statement it broke, for operators. */
export function describeError({ message, offset, clause }: MqttError): string {
  const at = offset === undefined ? "" : ` at byte ${offset}`;
  return `${message}${at}${clause === undefined ? "" : ` [${clause}]`}`;
}
