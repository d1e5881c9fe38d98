import type { QoS } from "../../../protocol/packets.ts";

/** What a broker may do without (MQTT 5.0 §3.2.2.3); each absence is announced in CONNACK. */
export const FEATURES = ["retain", "wildcards", "shared", "identifiers"] as const;
export type Feature = (typeof FEATURES)[number];

/** Where clients are sent instead (MQTT 5.0 §4.11), and when: those who come, or only those who are here at the stop. */
export interface Redirect {
  /** The Server Reference. */
  readonly to: string;
  readonly how: "at-stop" | "temporarily" | "permanently";
}

/** What the client ids of a user begin with: the user name between two texts, of which the second is not empty. */
export interface ClientIdPrefix {
  readonly before: string;
  readonly after: string;
}

/** Which client ids clients may have, beside what the specification asks of one (§3.1.3.1). */
export interface ClientIdRules {
  /** Forms with `*` and `?`, of one of which an id has to be; none: of any. */
  readonly patterns: readonly string[];
  readonly prefix: ClientIdPrefix | undefined;
  /** Whether a client's user name is its id, whatever CONNECT says. */
  readonly isUserName: boolean;
  /** The listener at which no rule is asked, since who reaches it may do more than these forbid. */
  readonly freeListener: string | undefined;
}

/** Where the specification leaves a choice to the broker, or clients are known to err. */
export interface Policy {
  /** What becomes of a client that errs in a way that harms nobody: it goes on with a warning, or its connection ends. */
  readonly strictness: "lenient" | "strict";
  /** What becomes of a client that sends more in a second than it may: it is read no faster, or its connection ends. */
  readonly onFlood: "slow" | "disconnect";
  /** Who has a client id that clients take from each other again and again: each in turn (§3.1.4), or one side is held off. */
  readonly contestedClientId: "take-turns" | "older-stays" | "newer-stays";
  /** What becomes of a message for which a queue has no room: it is dropped, others are for its sake, or its publisher is refused. */
  readonly onFullQueue: "drop-newest" | "drop-oldest" | "refuse-publisher";
  readonly clientIds: ClientIdRules;
  /** Whether a payload that is said to be text must be text (§3.3.2.3.2). */
  readonly checkPayloadFormat: boolean;
  /** What Response Information is made of; `%c` in it stands for the client id (§3.2.2.3.15). */
  readonly responseTopicPrefix: string | undefined;
  readonly redirect: Redirect | undefined;
  /** The highest QoS that clients may publish with (§3.2.2.3.4). */
  readonly maximumQoS: QoS;
  readonly unavailable: ReadonlySet<Feature>;
  /** Whether what clients say to each other may stand among packets that are kept for operators. */
  readonly tracePayloads: "allowed" | "left-out";
}

/** Everything on, forgiving, and nothing that must be asked for. */
export const DEFAULT_POLICY: Policy = {
  strictness: "lenient",
  onFlood: "slow",
  contestedClientId: "take-turns",
  onFullQueue: "drop-newest",
  clientIds: { patterns: [], prefix: undefined, isUserName: false, freeListener: undefined },
  checkPayloadFormat: false,
  responseTopicPrefix: undefined,
  redirect: undefined,
  maximumQoS: 2,
  unavailable: new Set(),
  tracePayloads: "allowed",
};
