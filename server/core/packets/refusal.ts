import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { HeldBackBy } from "../ports/observer.ts";

/** Why what a well-formed packet asks for is not done: the code of the answer, and the reason in words. */
export interface Refusal {
  readonly reasonCode: ReasonCode;
  readonly reason: string;
  /** The limit that refuses, where refusals by it are counted: by who refuses, not by who asks. */
  readonly heldBackBy?: HeldBackBy;
  /** Whose queue has no room; for operators only. */
  readonly fullClientId?: string;
}
