import { matches } from "../../../../protocol/topics/match.ts";
import type { DropReason } from "../../ports/observer.ts";
import { type Due, fail, isExpired, type RefSession, type Replay } from "./records.ts";
import type { Reference } from "./reference.ts";

/** A payload from here on does not fit into what a client with a Maximum Packet Size takes. */
export const BIG_TEXT = 200;

/** The broker says that it dropped a message for a client: it must be one that was due, with a reason that holds. */
export function onDropped(reference: Reference, clientId: string, topic: string, reason: DropReason): void {
  const session = reference.sessions.get(clientId);
  if (session !== undefined && drop(reference, session, topic, reason)) return;
  const ended = reference.ended.get(clientId);
  if (ended !== undefined && drop(reference, ended, topic, reason)) return;
  fail(`no drop for ${clientId} on ${topic}`, reason);
}

function drop(reference: Reference, session: RefSession, topic: string, reason: DropReason): boolean {
  const due = dropped(reference, session, topic, reason);
  if (due === undefined) return reason === "packet-too-large" && dropReplay(reference, session, topic);
  due.state = "dropped";
  due.taker = session;
  for (const [packetId, sent] of session.inUse) {
    if (sent.due !== due) continue;
    session.inUse.delete(packetId);
    session.tap?.outstanding.delete(packetId);
  }
  return true;
}

function dropped(
  { routing }: Reference,
  session: RefSession,
  topic: string,
  reason: DropReason,
): Due | undefined {
  const own = chosen(session.dues, routing.now, session, topic, reason);
  if (own !== undefined) return own;
  // what a member that is away cannot have may have gone to this one
  const taken = routing.shared.filter(
    (due) => isLoose(due) && session.allSubscriptions.some(({ group }) => group === due.group),
  );
  return chosen(taken, routing.now, session, topic, reason);
}

/** It waits for somebody; what was in flight to a session that has ended may too. */
function isLoose({ state, mayMove, taker }: Due): boolean {
  return state === "waiting" || (state === "sent" && mayMove && taker?.hasEnded === true);
}

function chosen(
  dues: readonly Due[],
  now: number,
  session: RefSession,
  topic: string,
  reason: DropReason,
): Due | undefined {
  const mine = dues.filter(
    ({ message, state }) => message.topic === topic && (state === "waiting" || state === "sent"),
  );
  const waiting = mine.filter(isLoose);
  // what came last found no room; what expired or is too large was the next to go
  const queued = waiting.filter(({ forms }) => forms.some(({ qos }) => qos > 0));
  if (reason === "queue-full") {
    const last = queued.at(-1)?.message;
    return queued.find(({ message, group }) => message === last && group === undefined) ?? queued.at(-1);
  }
  if (reason === "expired") {
    const expired = queued.filter(({ message }) => isExpired(message, now));
    return expired.find(({ group }) => group === undefined) ?? expired[0];
  }
  if (reason !== "packet-too-large") return undefined;
  const released = [...session.inUse.values()].filter(({ isReleased }) => isReleased).map(({ due }) => due);
  const big = mine.filter((due) => due.message.text.length > BIG_TEXT && !released.includes(due));
  // at QoS 0 it was dropped when it came
  return big.find(({ forms }) => forms.some(({ qos, tap }) => qos === 0 && tap === session.tap)) ?? big[0];
}

function dropReplay({ routing }: Reference, session: RefSession, topic: string): boolean {
  const isOpen = ({ done, since }: Replay): boolean =>
    routing
      .retainedSince(topic, since)
      .some((each) => each.text.length > BIG_TEXT && !done.has(each.sequence));
  const replays = session.replays.filter(
    (replay) => matches(replay.subscription.topicFilter, topic) && isOpen(replay),
  );
  // which of several it was does not show: none must bring it any more, and one more may
  for (const { excused } of replays) excused.add(topic);
  return replays.length > 0;
}
