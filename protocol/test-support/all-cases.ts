import { ANSWER_CASES } from "./answer-cases.ts";
import { CONNECT_CASES } from "./connect-cases.ts";
import type { PacketCase } from "./packet-case.ts";
import { PUBLISH_CASES } from "./publish-cases.ts";
import { SUBSCRIPTION_CASES } from "./subscription-cases.ts";

/** Every kind of packet in every version, with its bytes. */
export const ALL_CASES: readonly PacketCase[] = [
  ...CONNECT_CASES,
  ...PUBLISH_CASES,
  ...ANSWER_CASES,
  ...SUBSCRIPTION_CASES,
];
