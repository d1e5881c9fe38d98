import type { QoS } from "../../../protocol/packets.ts";
import type { WillCause, WillClearedCause, WillDue } from "./observer.ts";

/** So many wills that have ended are kept, the newest ones. */
export const KEPT_ENDED_WILLS = 1000;

/** A will that has come to its end. */
export interface EndedWillRecord {
  readonly at: number;
  readonly clientId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly outcome: "fired" | "cleared";
  readonly cause: WillCause | WillClearedCause;
  /** Undefined for one that was cleared. */
  readonly due: WillDue | undefined;
}
