import { SESSION_NEVER_EXPIRES } from "../../../protocol/limits.ts";
import type { ConnectOptions, LabEnding } from "../../worker/messages.ts";

/** A server ends a silent client after one and a half times the keep alive (MQTT 5.0 §3.1.2.10). */
const KEEP_ALIVE_GRACE = 1.5;

/** What becomes of the will once the broker has noticed the end. */
export type WillFate =
  | { readonly kind: "none" }
  | { readonly kind: "dropped" }
  | { readonly kind: "at-once" }
  /** By its own delay; a return before that stops it. */
  | { readonly kind: "after-delay"; readonly seconds: number }
  /** The session ends before the delay is over, and takes the will along. */
  | { readonly kind: "with-session"; readonly seconds: number };

/** What the broker will do after an ending. */
export interface Consequence {
  /** How long until the broker notices; undefined: it never does. */
  readonly noticedAfterSeconds: number | undefined;
  readonly will: WillFate;
  /** How long the session stays after that; Infinity: for ever. */
  readonly sessionSeconds: number;
}

/** The part of the options that decides it. */
export type DecidingOptions = Pick<
  ConnectOptions,
  "version" | "cleanStart" | "keepAliveSeconds" | "sessionExpirySeconds" | "will"
>;

/** How long a session outlives its connection: Session Expiry Interval, or Clean Session in 3.x (MQTT 5.0 §3.1.2.11.2). */
export function sessionSecondsOf({ version, cleanStart, sessionExpirySeconds }: DecidingOptions): number {
  if (version < 5) return cleanStart ? 0 : Number.POSITIVE_INFINITY;
  return sessionExpirySeconds === SESSION_NEVER_EXPIRES ? Number.POSITIVE_INFINITY : sessionExpirySeconds;
}

/** What an ending means for will and session; the options are those that the broker granted. */
export function consequenceOf(ending: LabEnding, options: DecidingOptions): Consequence {
  const { keepAliveSeconds } = options;
  const patience = keepAliveSeconds === 0 ? undefined : keepAliveSeconds * KEEP_ALIVE_GRACE;
  return {
    noticedAfterSeconds: ending === "silence" ? patience : 0,
    will: fateOf(ending, options),
    sessionSeconds: sessionSecondsOf(options),
  };
}

function fateOf(ending: LabEnding, options: DecidingOptions): WillFate {
  const { will } = options;
  if (!will) return { kind: "none" };
  if (ending === "disconnect") return { kind: "dropped" };
  const sessionSeconds = sessionSecondsOf(options);
  // the will delay is a property of 5.0
  const delay = options.version < 5 ? 0 : will.delaySeconds;
  if (delay === 0 || sessionSeconds === 0) return { kind: "at-once" };
  return delay <= sessionSeconds
    ? { kind: "after-delay", seconds: delay }
    : { kind: "with-session", seconds: sessionSeconds };
}
