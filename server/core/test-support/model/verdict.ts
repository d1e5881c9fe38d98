import type { Harness } from "../harness.ts";
import { textOf } from "../packets.ts";
import { type Due, fail, isExpired, mayBeLost, type RefSession } from "./records.ts";
import type { Reference } from "./reference.ts";

/** So late what has expired may leave. */
const SWEEP_MILLISECONDS = 1000;
/** Of each queue: more than a history has. */
const LOOKED_AT = 1000;

/** What must hold after every step: the broker's own sizes are those of the reference. */
export function checkState(
  { sessions, routing, isOrderKnown }: Reference,
  { broker }: Harness,
  maximumQueued: number,
): void {
  const { gauges, counters } = broker.inside.info();
  let connected = 0;
  let subscriptions = 0;
  let armed = 0;
  let delayed = 0;
  for (const session of sessions.values()) {
    if (session.tap !== undefined) connected++;
    subscriptions += session.subscriptions.size;
    if (session.will !== undefined) session.will.dueAt === undefined ? armed++ : delayed++;
  }
  equal("sessions", sessions.size, gauges.sessions);
  equal("connected clients", connected, gauges.clientsConnected);
  equal("subscriptions", subscriptions, gauges.subscriptions);
  equal("armed wills", armed, gauges.willsArmed);
  equal("delayed wills", delayed, gauges.willsDelayed);
  if (gauges.queuedMessages > maximumQueued * sessions.size)
    fail(`at most ${maximumQueued} queued`, `${gauges.queuedMessages}`);
  const offline = counters.dropped["offline-qos-0"];
  if (isOrderKnown && (offline < routing.offlineAtLeast || offline > routing.offlineAtMost))
    fail(
      `${routing.offlineAtLeast} to ${routing.offlineAtMost} drops at QoS 0 of clients that are away`,
      `${offline}`,
    );
}

/** Time has passed: nothing waits that expired more than a moment ago, whether its client is there or not. */
export function checkExpired({ sessions }: Reference, { broker, clock }: Harness): void {
  const momentAgo = clock.now() - SWEEP_MILLISECONDS;
  for (const clientId of sessions.keys())
    for (const { inflight, message } of broker.inside.queue(clientId, undefined, LOOKED_AT)?.entries ?? [])
      if (inflight === undefined && (message?.expiresAt ?? Number.POSITIVE_INFINITY) <= momentAgo)
        fail(`no message on ${message?.topic} for ${clientId}`, "one that has expired");
}

/** Everybody is there and has read everything: nothing is lost, nothing is open. */
export function checkRest(reference: Reference, { broker }: Harness): void {
  const { gauges } = broker.inside.info();
  equal("queued messages", 0, gauges.queuedMessages);
  equal("queued bytes", 0, gauges.queuedBytes);
  equal("bytes on their way", 0, gauges.outboundBytes);
  for (const session of reference.sessions.values()) {
    const { tap, clientId } = session;
    if (tap !== undefined && tap.owed.length > 0)
      fail(`answers ${tap.owed.join()} for ${clientId}`, "silence");
    const summary = broker.inside.session(clientId);
    equal(`${clientId} in flight`, 0, (summary?.inflightIn ?? 0) + (summary?.inflightOut ?? 0));
    for (const due of session.dues) checkDue(reference, session, due);
  }
  checkRetained(reference, broker.inside.retained("#"));
}

/** Everybody has gone for good, and so has all that was kept for them. */
export function checkEmpty({ broker }: Harness): void {
  const { gauges } = broker.inside.info();
  const { retainedMessages: _messages, retainedBytes: _bytes, clientsMaximum: _most, ...rest } = gauges;
  for (const [name, value] of Object.entries(rest)) equal(name, 0, value);
}

function checkDue({ routing }: Reference, session: RefSession, due: Due): void {
  const { message, state, forms, group, taker } = due;
  if (state === "dropped") return;
  if (group !== undefined && taker !== undefined && taker !== session) return;
  if (state !== "waiting") {
    if (state === "sent" && taker === session)
      fail(`${session.clientId} to finish "${message.text}"`, "nothing");
    return;
  }
  if (mayBeLost(due, routing.groupsAtZero)) return;
  fail(
    `"${message.text}" on ${message.topic} to reach ${forms.map((form) => form.session.clientId).join(" or ")}`,
    "nothing",
  );
}

function checkRetained(
  { routing, isOrderKnown }: Reference,
  records: Iterable<{ topic: string; payload: Uint8Array; qos: number }>,
): void {
  const found = [...records].map(({ topic, payload, qos }) => `${topic}=${textOf(payload)} at ${qos}`).sort();
  const expected = [...routing.retained.values()]
    .filter((message) => !isExpired(message, routing.now))
    .map(({ topic, text, qos }) => `${topic}=${text} at ${qos}`)
    .sort();
  if (isOrderKnown) equal("retained messages", expected.join(), found.join());
}

function equal(name: string, expected: string | number, found: string | number): void {
  if (expected !== found) fail(`${name}: ${expected}`, `${found}`);
}
