import type { RecoveryReport } from "./ports/store-status.ts";

/** Remembers what the start took up, for whoever looks later. */
export class RecoveryLog {
  /** Undefined: the broker has not started, or its store keeps nothing. */
  last: RecoveryReport | undefined = undefined;
}
