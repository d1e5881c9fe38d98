import { type Due, fail, isExpired, type RefSession, type Replay } from "./records.ts";
import type { RefRouting } from "./routing.ts";
import type { Tap } from "./tap.ts";

/**
 * Whoever is there, reads and may be sent more has been sent all there is: nothing waits for something else to happen.
 * What is settled is forgotten.
 */
export function checkProgress(routing: RefRouting, session: RefSession): void {
  session.dues = session.dues.filter((due) => isOpen(due, session));
  const { tap, inUse, dues, clientId } = session;
  if (tap === undefined || inUse.size >= tap.announced.receiveMaximum) return;
  const waiting = dues.find((due) => due.state === "waiting" && isBound(due, tap));
  if (waiting !== undefined)
    fail(`"${waiting.message.text}" on its way to ${clientId}, who may be sent more`, "silence");
  for (const { tap: last, isReleased, due } of inUse.values())
    if (last !== tap && !isReleased) fail(`"${due.message.text}" to be sent to ${clientId} again`, "silence"); // [5 MQTT-4.4.0-1]
  for (const replay of session.replays) checkReplay(routing, session, tap, replay);
  session.replays.length = 0;
}

function isOpen({ state, taker, mayMove, forms, group }: Due, session: RefSession): boolean {
  if (state === "waiting") {
    // at QoS 0 it is gone with the connection that it was meant for
    return group !== undefined || forms.some(({ qos, tap }) => qos > 0 || tap?.isDead === false);
  }
  return state === "dropped" || (state === "sent" && (taker === session || mayMove));
}

/** Due to this session alone; at QoS 0 on the connection that it has. */
function isBound({ forms, group }: Due, tap: Tap): boolean {
  const [form] = forms;
  return group === undefined && form !== undefined && (form.qos > 0 || form.tap === tap);
}

/** A subscription that is as it was, on the connection it was made on, has brought what was retained and still is. */
function checkReplay(routing: RefRouting, session: RefSession, tap: Tap, replay: Replay): void {
  const { subscription, expected, done, excused } = replay;
  if (tap !== replay.tap || session.subscriptions.get(subscription.filter) !== subscription) return;
  for (const [topic, message] of expected) {
    const isStill = routing.retained.get(topic) === message && !isExpired(message, routing.now);
    if (isStill && !done.has(message.sequence) && !excused.has(topic))
      fail(`${session.clientId} to get what is retained on ${topic}`, "silence");
  }
}
