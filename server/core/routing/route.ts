import type { QoS } from "../../../protocol/packets.ts";
import type { Session } from "../session/session.ts";
import type { Subscription } from "../session/subscription.ts";
import { NO_IDENTIFIERS } from "./message.ts";
import type { SharedGroup } from "./shared-group.ts";

/** One session that gets a topic's messages, its overlapping subscriptions taken together (MQTT 5.0 §3.3.4). */
export interface Target {
  readonly session: Session;
  /** The highest of its subscriptions [5 MQTT-3.3.4-2] [3 MQTT-3.3.5-1]. */
  readonly qos: QoS;
  /** True if any of them asks for it. */
  readonly retainAsPublished: boolean;
  /** The identifiers of all of them [5 MQTT-3.3.4-3] [5 MQTT-3.3.4-4]. */
  readonly identifiers: readonly number[];
  /** What the session gets of its own messages: undefined for nothing (No Local on every subscription). */
  readonly ofOwn: Target | undefined;
}

/** Where the messages of one topic go, until a subscription changes. */
export interface Route {
  readonly targets: readonly Target[];
  readonly groups: readonly SharedGroup[];
}

/** Takes overlapping subscriptions together, one target a session. */
export function targetsOf(subscriptions: readonly Subscription[]): Target[] {
  if (subscriptions.length < 2) return subscriptions.map((subscription) => combine([subscription]));
  const bySession = new Map<Session, Subscription[]>();
  for (const subscription of subscriptions) {
    const others = bySession.get(subscription.session);
    if (others === undefined) bySession.set(subscription.session, [subscription]);
    else others.push(subscription);
  }
  return [...bySession.values()].map(combine);
}

function combine(subscriptions: readonly Subscription[]): Target {
  const all = targetOf(subscriptions);
  const local = subscriptions.filter((subscription) => !subscription.noLocal);
  if (local.length === subscriptions.length) all.ofOwn = all;
  else if (local.length > 0) all.ofOwn = targetOf(local); // [5 MQTT-3.8.3-3]
  return all;
}

/** Written out, since spreading another object would give each target a hidden class, 350 bytes, of its own. */
function targetOf(subscriptions: readonly Subscription[]): { -readonly [K in keyof Target]: Target[K] } {
  const { session, qos: first } = subscriptions[0] as Subscription;
  let qos = first;
  let retainAsPublished = false;
  let identifiers: number[] | undefined;
  for (const subscription of subscriptions) {
    if (subscription.qos > qos) qos = subscription.qos;
    if (subscription.retainAsPublished) retainAsPublished = true;
    if (subscription.identifier !== undefined) {
      identifiers ??= [];
      identifiers.push(subscription.identifier); // [5 MQTT-3.3.4-4]
    }
  }
  return { session, qos, retainAsPublished, identifiers: identifiers ?? NO_IDENTIFIERS, ofOwn: undefined };
}
