import type { QoS, SubscriptionRequest } from "../../../../protocol/packets.ts";
import type { Tap } from "./tap.ts";

/** A message as the reference accepted it. */
export interface RefMessage {
  /** Its place among all that were accepted. */
  readonly sequence: number;
  /** Whose messages keep their order: a client's, or its wills'. */
  readonly source: string;
  readonly clientId: string;
  readonly topic: string;
  readonly text: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly acceptedAt: number;
  /** Seconds; undefined: never. */
  readonly expiry: number | undefined;
}

/** What a message may be told by before it is accepted. */
export type Draft = Omit<RefMessage, "sequence" | "acceptedAt">;

/** A subscription with its identifier. */
export interface RefSubscription extends SubscriptionRequest {
  readonly identifier: number | undefined;
  readonly topicFilter: string;
  /** Undefined for an ordinary one. */
  readonly group: string | undefined;
}

/** In which form one session may get a message. */
export interface Form {
  readonly session: RefSession;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly identifiers: readonly number[];
  /** The connection it had when the message was accepted. */
  readonly tap: Tap | undefined;
}

/** A message that is due to one session, or to one member of a group. */
export interface Due {
  readonly message: RefMessage;
  readonly forms: readonly Form[];
  readonly group: string | undefined;
  readonly isReplay: boolean;
  state: "waiting" | "sent" | "finished" | "dropped";
  /** Who was sent it, or for whom it was dropped. */
  taker: RefSession | undefined;
  sentQos: QoS | undefined;
  /** The same words were due several times, by a group too: which of them was heard nobody can tell. */
  isOneOfMany: boolean;
  /** A member's session has ended: the group's others may get what it had. */
  mayMove: boolean;
  /** How often an application was given it. */
  given: number;
}

/** A QoS 1 or 2 message that a session has not finished, by its packet id. */
export interface Sent {
  readonly due: Due;
  readonly qos: QoS;
  /** The connection it was last sent on. */
  tap: Tap;
  isReleased: boolean;
}

/** Retained messages that a subscription asked for. */
export interface Replay {
  readonly subscription: RefSubscription;
  readonly tap: Tap;
  readonly since: number;
  /** Messages that were brought, by their sequence: one that is retained while the others are sent may be among them. */
  readonly done: Set<number>;
  /** Topics of which a message was dropped, for this subscription or another. */
  readonly excused: Set<string>;
  readonly expected: ReadonlyMap<string, RefMessage>;
}

/** A will that waits for the end of its connection, or for its time. */
export interface RefWill {
  readonly draft: Draft;
  readonly delay: number;
  dueAt: number | undefined;
}

/** A session as the reference knows it. */
export interface RefSession {
  readonly clientId: string;
  readonly subscriptions: Map<string, RefSubscription>;
  /** Every subscription it ever had. */
  readonly allSubscriptions: RefSubscription[];
  readonly received: Set<number>;
  readonly inUse: Map<number, Sent>;
  dues: Due[];
  readonly replays: Replay[];
  tap: Tap | undefined;
  expiry: number;
  expiresAt: number | undefined;
  will: RefWill | undefined;
  hasEnded: boolean;
  /** How many messages had been accepted when it was last resumed; 0: never. */
  resumedAt: number;
}

/** A session that has just begun. */
export function createRefSession(clientId: string): RefSession {
  return {
    clientId,
    subscriptions: new Map(),
    allSubscriptions: [],
    received: new Set(),
    inUse: new Map(),
    dues: [],
    replays: [],
    tap: undefined,
    expiry: 0,
    expiresAt: undefined,
    will: undefined,
    hasEnded: false,
    resumedAt: 0,
  };
}

/** Whether a message may no longer be sent at this time. */
export function isExpired({ expiry, acceptedAt }: RefMessage, now: number): boolean {
  return expiry !== undefined && acceptedAt + expiry <= now;
}

/** Whether all who could have a message of a group have been there since it came. */
export function isSteady({ forms, mayMove }: Due): boolean {
  return !mayMove && forms.every(({ tap }) => tap?.isDead === false);
}

/**
 * At QoS 0 a message goes with the connection that it was meant for; one of a group may end with a member's session, or go
 * to a member at QoS 0 when another is away.
 */
export function mayBeLost(due: Due, groupsAtZero: ReadonlySet<string>): boolean {
  const { forms, mayMove, group } = due;
  if (mayMove || forms.some(({ qos, tap }) => qos === 0 && tap?.isDead !== false)) return true;
  return group !== undefined && groupsAtZero.has(group) && !isSteady(due);
}

/** The broker did not do what the reference says. */
export function fail(expected: string, heard: string): never {
  throw new Error(`expected ${expected}; heard ${heard}`);
}
