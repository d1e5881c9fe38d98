import type { QoS } from "../../../../protocol/packets.ts";
import { matches } from "../../../../protocol/topics/match.ts";
import type { Draft, Due, Form, RefMessage, RefSession, RefSubscription } from "./records.ts";

interface Version {
  readonly message: RefMessage;
  /** The sequence from which on it was no longer retained. */
  until: number;
}

/** Who is due which message, plainly: every session and every subscription is looked at for each message. */
export class RefRouting {
  readonly sessions = new Map<string, RefSession>();
  readonly retained = new Map<string, RefMessage>();
  /** Every message that was due to a group. */
  readonly shared: Due[] = [];
  /** Groups that had a member at QoS 0. */
  readonly groupsAtZero = new Set<string>();
  now = 0;
  sequence = 0;
  /** Messages at QoS 0 for clients that were away, at least and at most: which member of a group gets one is the broker's choice. */
  offlineAtLeast = 0;
  offlineAtMost = 0;
  readonly #versions = new Map<string, Version[]>();

  /** Accepts a message, `own` being the session whose it is. */
  publish(draft: Draft, own: RefSession): void {
    const message: RefMessage = { ...draft, sequence: ++this.sequence, acceptedAt: this.now };
    if (message.retain) this.#retain(message);
    for (const session of this.sessions.values()) this.#offer(message, session, session === own);
    for (const [group, members] of this.#groups(message.topic)) this.#offerGroup(message, group, members);
  }

  /** What was retained on the topic at any time since. */
  retainedSince(topic: string, since: number): RefMessage[] {
    const versions = this.#versions.get(topic) ?? [];
    return versions.filter(({ until }) => until > since).map(({ message }) => message);
  }

  #retain(message: RefMessage): void {
    const versions = this.#versions.get(message.topic) ?? [];
    this.#versions.set(message.topic, versions);
    const last = versions.at(-1);
    if (last !== undefined) last.until = Math.min(last.until, message.sequence);
    if (message.text === "") {
      this.retained.delete(message.topic); // [5 MQTT-3.3.1-6]
      return;
    }
    this.retained.set(message.topic, message); // [5 MQTT-3.3.1-5]
    versions.push({ message, until: Number.POSITIVE_INFINITY });
  }

  /** Overlapping subscriptions of one session count as one, as the broker has it (§3.3.4). */
  #offer(message: RefMessage, session: RefSession, isOwn: boolean): void {
    const matching = [...session.subscriptions.values()].filter(
      ({ group, topicFilter, noLocal }) =>
        group === undefined && matches(topicFilter, message.topic) && !(isOwn && noLocal), // [5 MQTT-3.8.3-3]
    );
    if (matching.length === 0) return;
    const form = formOf(message, session, matching);
    if (form.qos === 0 && session.tap === undefined) {
      this.offlineAtLeast++;
      this.offlineAtMost++;
      return;
    }
    session.dues.push(createDue(message, [form], undefined));
  }

  #offerGroup(message: RefMessage, group: string, members: readonly RefSession[]): void {
    const forms = members.map((session) => formOf(message, session, memberships(session, group)));
    const isAway = ({ qos, tap }: Form): boolean => qos === 0 && tap === undefined;
    const mayBeDropped = forms.some(isAway);
    if (mayBeDropped) this.offlineAtMost++;
    const takers = forms.filter((form) => !isAway(form));
    if (mayBeDropped && takers.length === 0) this.offlineAtLeast++;
    const due = createDue(message, forms, group);
    for (const { session } of takers) session.dues.push(due);
    if (takers.length > 0) this.shared.push(due);
  }

  #groups(topic: string): Map<string, RefSession[]> {
    const groups = new Map<string, RefSession[]>();
    for (const session of this.sessions.values()) {
      for (const { group, topicFilter } of session.subscriptions.values()) {
        if (group === undefined || !matches(topicFilter, topic)) continue;
        groups.set(group, [...(groups.get(group) ?? []), session]);
      }
    }
    return groups;
  }
}

function memberships(session: RefSession, group: string): RefSubscription[] {
  return [...session.subscriptions.values()].filter((subscription) => subscription.group === group);
}

/** The form in which a session gets a message by these subscriptions. */
export function formOf(
  { qos, retain }: RefMessage,
  session: RefSession,
  subscriptions: readonly RefSubscription[],
): Form {
  const granted = Math.max(...subscriptions.map((each) => each.qos));
  return {
    session,
    qos: Math.min(qos, granted) as QoS, // [5 MQTT-3.3.4-2] [5 MQTT-3.8.4-8]
    retain: retain && subscriptions.some((each) => each.retainAsPublished), // [5 MQTT-3.3.1-12]
    identifiers: subscriptions.flatMap((each) => each.identifier ?? []).sort(), // [5 MQTT-3.3.4-3]
    tap: session.tap,
  };
}

/** A due that nobody was sent yet. */
export function createDue(
  message: RefMessage,
  forms: readonly Form[],
  group: string | undefined,
  isReplay = false,
): Due {
  return {
    message,
    forms,
    group,
    isReplay,
    state: "waiting",
    taker: undefined,
    sentQos: undefined,
    isOneOfMany: false,
    mayMove: false,
    given: 0,
  };
}
