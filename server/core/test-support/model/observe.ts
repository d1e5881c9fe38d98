import { type Packet, PacketType, type Publish } from "../../../../protocol/packets.ts";
import { matches } from "../../../../protocol/topics/match.ts";
import { textOf } from "../packets.ts";
import { BIG_TEXT } from "./drops.ts";
import {
  type Due,
  type Form,
  fail,
  isExpired,
  isSteady,
  mayBeLost,
  type RefSession,
  type Replay,
  type Sent,
} from "./records.ts";
import type { Reference } from "./reference.ts";
import { createDue, formOf } from "./routing.ts";
import type { Tap } from "./tap.ts";

const NOT_FOUND = 0x92;

/** The broker has written a packet: may it, and is it what the reference says? Returns what a PUBLISH was due for. */
export function observe(reference: Reference, tap: Tap, packet: Packet): Due | undefined {
  if (tap.hasDisconnect) fail("nothing after DISCONNECT", `packet ${packet.type}`); // [5 MQTT-3.14.4-1]
  if (packet.type === PacketType.Connack) {
    onConnack(tap, packet.reasonCode, packet.sessionPresent);
    return undefined;
  }
  if (!tap.hasConnack) fail("CONNACK first", `packet ${packet.type}`); // [5 MQTT-3.2.0-1]
  switch (packet.type) {
    case PacketType.Publish:
      return onPublish(reference, tap, packet);
    case PacketType.Pubrel:
      if (packet.reasonCode !== NOT_FOUND) onPubrel(tap, packet.packetId);
      break;
    case PacketType.Disconnect:
      tap.hasDisconnect = true;
      if (!tap.isDead) fail("to stay connected", `DISCONNECT 0x${packet.reasonCode.toString(16)}`);
      break;
    default:
      tap.answered(packet.type, "packetId" in packet ? packet.packetId : 0);
  }
  return undefined;
}

function onConnack(tap: Tap, reasonCode: number, sessionPresent: boolean): void {
  if (tap.hasConnack) fail("one CONNACK", "a second"); // [5 MQTT-3.2.0-2]
  tap.hasConnack = true;
  const expected = tap.version !== 3 && tap.isPresent;
  if (reasonCode !== 0 || sessionPresent !== expected)
    fail(`CONNACK 0 with session present ${expected}`, `${reasonCode} with ${sessionPresent}`); // [5 MQTT-3.2.2-3]
}

function onPubrel(tap: Tap, packetId: number): void {
  const sent = tap.session?.inUse.get(packetId);
  if (sent?.isReleased !== true) fail("PUBREL for what was received", `for ${packetId}`);
}

function onPublish(reference: Reference, tap: Tap, packet: Publish): Due {
  const session = tap.session as RefSession;
  const { packetId, qos } = packet;
  const known = qos > 0 ? session.inUse.get(packetId) : undefined;
  const due = known === undefined ? onFirst(reference, tap, session, packet) : onAgain(tap, known, packet);
  checkExpiry(reference, tap, due, packet);
  checkOrder(tap, due, qos);
  if (qos > 0) {
    session.inUse.set(packetId, known ?? { due, qos, tap, isReleased: false });
    tap.outstanding.add(packetId);
    checkWindow(tap);
  }
  return due;
}

/** It was sent before on this session: only on another connection, marked, and not once it was received. */
function onAgain(tap: Tap, sent: Sent, packet: Publish): Due {
  const { due } = sent;
  const text = textOf(packet.payload) ?? "";
  if (!packet.dup || sent.tap === tap || due.message.text !== text || sent.qos !== packet.qos)
    fail(`packet id ${packet.packetId} for nothing but "${due.message.text}" again`, `"${text}"`); // [5 MQTT-2.2.1-4] [5 MQTT-3.3.1-1]
  if (sent.isReleased) fail("no PUBLISH after PUBREC", `"${text}"`); // [5 MQTT-4.3.3-6]
  if (due.message.topic !== packet.topic) fail(due.message.topic, packet.topic);
  sent.tap = tap;
  return due;
}

function onFirst(reference: Reference, tap: Tap, session: RefSession, packet: Publish): Due {
  const text = textOf(packet.payload) ?? "";
  const due =
    dueTo(reference, session, tap, packet, text) ??
    swapped(session, tap, packet, text) ??
    moved(reference, session, tap, packet, text) ??
    replayed(reference, session, tap, packet, text);
  if (due === undefined)
    fail(
      `nothing but ${waitingOf(session, packet.topic)}`,
      `"${text}" on ${packet.topic} at QoS ${packet.qos}${packet.retain ? " retained" : ""} [${identifiersOf(packet)}]`,
    );
  const wasBefore =
    session.resumedAt > 0 && (due.isReplay || session.resumedAt >= due.message.sequence || due.mayMove);
  if (packet.dup && !wasBefore) fail(`"${text}" without DUP`, "DUP"); // [5 MQTT-3.3.1-2]
  if (!packet.dup && !tap.isDelayed && !due.isOneOfMany && isExpired(due.message, reference.routing.now))
    fail(`"${text}" to expire`, "it"); // [5 MQTT-3.3.2-5]
  due.state = packet.qos === 0 ? "finished" : "sent";
  due.taker = session;
  due.sentQos = packet.qos;
  if (session.hasEnded && due.group !== undefined) due.mayMove = true;
  if (!session.dues.includes(due)) session.dues.push(due);
  return due;
}

/** A publisher may have sent it twice at QoS 1: the copy that cannot be lost first. */
function dueTo(
  { routing }: Reference,
  session: RefSession,
  tap: Tap,
  packet: Publish,
  text: string,
): Due | undefined {
  const fitting = session.dues.filter((each) => isFor(each, session, tap, packet, text));
  if (fitting.length > 1 && fitting.some(({ group }) => group !== undefined))
    for (const due of fitting) due.isOneOfMany = true;
  return fitting.find((due) => !mayBeLost(due, routing.groupsAtZero)) ?? fitting[0];
}

function isFor(due: Due, session: RefSession, tap: Tap, packet: Publish, text: string): boolean {
  if (due.message.text !== text || due.message.topic !== packet.topic || !isFree(due, session)) return false;
  return due.forms.some(
    (form) => form.session === session && hasForm(tap, packet, form) && isStillHere(form, tap),
  );
}

/** Nobody has it, or only a session that has ended; what was sent at QoS 2 stays with whom it was sent to [5 MQTT-4.8.2-5]. */
function isFree({ state, taker, sentQos, mayMove }: Due, session: RefSession): boolean {
  if (state === "waiting") return true;
  if (state !== "sent" || !mayMove || taker === undefined || taker === session) return false;
  return taker.hasEnded && sentQos !== 2;
}

/** At QoS 0 a message goes with the connection that it was meant for. */
function isStillHere(form: Form, tap: Tap): boolean {
  return form.qos > 0 || form.tap === tap;
}

function hasForm(tap: Tap, packet: Publish, { qos, retain, identifiers }: Form): boolean {
  const expected = tap.version === 5 ? identifiers.join() : "";
  return packet.qos === qos && packet.retain === retain && identifiersOf(packet) === expected;
}

function identifiersOf({ properties }: Publish): string {
  return [...(properties.subscriptionIdentifiers ?? [])].sort().join();
}

/** Of several copies of a message a client lost one: it was another than this. */
function swapped(session: RefSession, tap: Tap, packet: Publish, text: string): Due | undefined {
  for (const due of session.dues) {
    const { state, taker, message } = due;
    if (state !== "dropped" || message.text !== text || message.topic !== packet.topic) continue;
    const fits = due.forms.some((form) => form.session === session && hasForm(tap, packet, form));
    if (!fits || !blameAnother(taker ?? session, packet.topic, text)) continue;
    due.isOneOfMany = true;
    return due;
  }
  return undefined;
}

/** Another copy was dropped, or a retained one. */
function blameAnother(session: RefSession, topic: string, text: string): boolean {
  const other = session.dues.find(
    ({ state, message }) => state === "waiting" && message.text === text && message.topic === topic,
  );
  if (other !== undefined) Object.assign(other, { state: "dropped", taker: session });
  if (other !== undefined || text.length <= BIG_TEXT) return other !== undefined;
  const replays = session.replays.filter(({ subscription }) => matches(subscription.topicFilter, topic));
  for (const { excused } of replays) excused.add(topic);
  return replays.length > 0;
}

/** What waits for one member of a group another may get, one that came later or has changed its subscription too. */
function moved(
  { routing }: Reference,
  session: RefSession,
  tap: Tap,
  packet: Publish,
  text: string,
): Due | undefined {
  return routing.shared.find((due) => {
    if (due.message.text !== text || due.message.topic !== packet.topic || !isFree(due, session))
      return false;
    const mine = session.allSubscriptions.filter(({ group }) => group === due.group);
    return mine.some((each) => hasForm(tap, packet, formOf(due.message, session, [each])));
  });
}

function replayed(
  { routing }: Reference,
  session: RefSession,
  tap: Tap,
  packet: Publish,
  text: string,
): Due | undefined {
  if (!packet.retain) return undefined;
  // those first that must bring it
  const isBound = ({ tap: at, expected, subscription }: Replay): boolean =>
    at === tap &&
    expected.get(packet.topic)?.text === text &&
    session.subscriptions.get(subscription.filter) === subscription;
  const replays = [...session.replays.filter(isBound), ...session.replays.filter((each) => !isBound(each))];
  for (const replay of replays) {
    const { filter, topicFilter } = replay.subscription;
    if (!matches(topicFilter, packet.topic)) continue;
    const versions = routing
      .retainedSince(packet.topic, replay.since)
      .filter((each) => each.text === text && !replay.done.has(each.sequence));
    const message = versions.at(-1);
    if (message === undefined) continue;
    const forms = session.allSubscriptions
      .filter((each) => each.filter === filter)
      .map((each) => ({ ...formOf(message, session, [each]), retain: true })); // §3.3.1.3
    const form = forms.find((each) => hasForm(tap, packet, each));
    if (form === undefined) continue;
    replay.done.add(message.sequence);
    const due = createDue(message, [form], undefined, true);
    due.isOneOfMany = versions.length > 1;
    return due;
  }
  return undefined;
}

/** [5 MQTT-3.3.2-6] */
function checkExpiry({ routing }: Reference, tap: Tap, due: Due, { properties }: Publish): void {
  const { expiry, acceptedAt, text } = due.message;
  if (tap.version !== 5 || due.isOneOfMany) return;
  const heard = properties.messageExpiryInterval;
  const left = expiry === undefined ? undefined : Math.max(0, expiry - (routing.now - acceptedAt));
  if (heard === left) return;
  const isOlder =
    tap.isDelayed && left !== undefined && heard !== undefined && heard > left && heard <= (expiry ?? 0);
  if (!isOlder) fail(`"${text}" to live ${left} s`, `${heard} s`);
}

/** Per source, topic and QoS, in the order of acceptance, sent again or not [5 MQTT-4.4.0-1] [5 MQTT-4.6.0-5] [5 MQTT-4.6.0-6]. */
function checkOrder(tap: Tap, due: Due, qos: number): void {
  const { message, isReplay, group = "" } = due;
  if (isReplay || due.isOneOfMany || (group !== "" && !isSteady(due))) return;
  const key = `${message.source} ${message.topic} ${qos} ${group}`;
  const last = tap.order.get(key) ?? 0;
  if (message.sequence <= last)
    fail(`from ${key} what comes after number ${last}`, `"${message.text}", number ${message.sequence}`);
  tap.order.set(key, message.sequence);
}

/** [5 MQTT-3.3.4-9] */
function checkWindow({ outstanding, announced }: Tap): void {
  if (outstanding.size > announced.receiveMaximum)
    fail(`at most ${announced.receiveMaximum} unfinished`, `${outstanding.size}`);
}

function waitingOf({ dues, replays }: RefSession, topic: string): string {
  const waiting = dues.filter((due) => due.state === "waiting" && due.message.topic === topic);
  const texts = waiting.map(
    ({ message, forms }) => `"${message.text}" at QoS ${forms.map(({ qos }) => qos).join("/")}`,
  );
  const subscriptions = replays.map(({ subscription }: Replay) => `retained for ${subscription.filter}`);
  return [...texts, ...subscriptions].join(", ") || "silence";
}
