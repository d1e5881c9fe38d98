import { MqttError } from "../../../protocol/errors.ts";
import type { SubscribeAnswer } from "../messages/connection.ts";

/** What a SUBACK says of its one filter; undefined: the connection ended before it came. */
export function subscribeAnswerOf(
  reasonCode: number | undefined,
  reasonString: string | undefined,
): SubscribeAnswer | undefined {
  if (reasonCode === undefined) return undefined;
  return { reasonCode, ...(reasonString === undefined ? {} : { reasonString }) };
}

/** The subscription cannot be asked for at all, for the reason that was thrown. */
export function invalidSubscription(error: unknown): SubscribeAnswer {
  if (!(error instanceof MqttError)) throw error;
  return { reasonCode: error.reasonCode, reasonString: error.message };
}
