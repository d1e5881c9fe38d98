import type { ReasonCode } from "../../../protocol/reason-codes.ts";

/** Why what a well-formed packet asks for is not done: the code of the answer, and the reason in words. */
export interface Refusal {
  readonly reasonCode: ReasonCode;
  readonly reason: string;
}
