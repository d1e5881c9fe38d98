import { DEFAULT_RECEIVE_MAXIMUM, SESSION_NEVER_EXPIRES } from "../../../../protocol/limits.ts";
import type { Connect } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import { type Context, tell } from "../../context.ts";
import type { Accepted } from "../../ports/access.ts";
import type { ConnectFlags } from "../../ports/inside.ts";
import type { Limits } from "../../ports/limits.ts";
import type { Session } from "../../session/session.ts";
import { takeUpWaiting } from "../../shared-hand-over.ts";
import { warn } from "../../warn.ts";
import { connackOf, connackProblem, type Welcome } from "./connack.ts";
import { hindranceOf } from "./hindrance.ts";
import type { Candidate } from "./on-connect.ts";
import { refuse } from "./refuse.ts";
import { willContentOf } from "./will-content.ts";

const LONGEST_KEEP_ALIVE = 65_535;

/** A client that may come in: takes over its client id, starts or resumes its session, answers, and goes on (§3.1.4). */
export function establish(
  context: Context,
  candidate: Candidate,
  connect: Connect,
  identity: Accepted,
  clientId: string,
): void {
  const { userName, data } = identity;
  const granted = grant(connect, context.limits);
  const { listener } = candidate.peer;
  const welcome: Welcome = { connect, listener, clientId, flags: granted, authenticationData: data };
  const problem = connackProblem(context, welcome);
  if (problem !== undefined) {
    refuse(candidate, connect, ReasonCode.PacketTooLarge, problem);
    return;
  }
  const hindrance = hindranceOf(context, candidate, welcome, identity);
  if (hindrance !== undefined) {
    refuse(candidate, connect, hindrance.reasonCode, hindrance.reason, identity);
    return;
  }
  const changesBefore = context.flusher.changes;
  const fight = takeOver(context, candidate, clientId);
  const { session, isPresent } = sessionFor(context, connect, clientId, userName);
  granted.sessionPresent = isPresent;
  session.userName = userName;
  session.window.limit = Math.min(granted.receiveMaximum, context.limits.maximumInflightMessages); // [5 MQTT-4.9.0-1]
  candidate.open(session, granted, granted.maximumPacketBytes ?? Number.POSITIVE_INFINITY);
  context.sessions.enter(session, candidate, granted.grantedSessionExpirySeconds);
  tell(context, {
    type: "clientConnected",
    clientId,
    userName,
    version: connect.version,
    peer: candidate.peer,
    sessionPresent: isPresent,
    cleanStart: connect.cleanStart,
  });
  if (fight !== undefined) warn(context, candidate, session, "client-id-contested", fight);
  if (connect.will !== undefined) {
    context.wills.arm(
      session,
      willContentOf(context, connect.will, session),
      connect.will.properties.willDelayInterval ?? 0,
    );
  }
  // what is said of the session, of its end too, is said only when it is stored
  if (context.flusher.changes > changesBefore || context.sessions.hasUnsafeEnd(clientId))
    candidate.outbox.gate();
  candidate.send(connackOf(context, welcome));
  if (!isPresent) return;
  tell(context, { type: "sessionResumed", clientId, queued: session.queue.size });
  session.window.startResending();
  context.outgoing.pump(session);
  takeUpWaiting(context, session, session.subscriptions.keys());
}

/** The client id may be connected already: that connection ends now, before anything of the new one happens [5 MQTT-3.1.4-3] [3 MQTT-3.1.4-2]. */
function takeOver(context: Context, candidate: Candidate, clientId: string): string | undefined {
  const link = context.sessions.get(clientId)?.link;
  if (link === undefined) return undefined;
  tell(context, { type: "clientTakenOver", clientId, from: link.peer, by: candidate.peer });
  link.close("taken-over", ReasonCode.SessionTakenOver, `taken over from ${candidate.peer.address}`);
  return context.fights.takenOver(clientId, link.peer.address, candidate.peer.address);
}

function sessionFor(
  context: Context,
  connect: Connect,
  clientId: string,
  userName: string | undefined,
): { session: Session; isPresent: boolean } {
  const existing = context.sessions.get(clientId); // [5 MQTT-3.1.3-2] [3 MQTT-3.1.3-2]
  if (existing !== undefined && !connect.cleanStart) {
    // [5 MQTT-3.1.4-4] [3 MQTT-3.1.4-3]
    context.wills.clear(existing, "client-returned"); // [5 MQTT-3.1.3-9]
    return { session: existing, isPresent: true }; // [5 MQTT-3.1.2-5] [3 MQTT-3.1.2-4] [3 MQTT-3.2.2-2]
  }
  if (existing !== undefined) context.sessions.end(existing, "clean-start"); // [5 MQTT-3.1.2-4] [3 MQTT-3.1.2-6]
  return { session: context.sessions.start(clientId, userName), isPresent: false }; // [5 MQTT-3.1.2-6]
}

/** What was asked for, beside what is granted; whether a session was present is found out after it. */
function grant(connect: Connect, limits: Limits): ConnectFlags & { sessionPresent: boolean } {
  const { properties, version } = connect;
  const expiryAsked =
    version === 5 ? (properties.sessionExpiryInterval ?? 0) : connect.cleanStart ? 0 : SESSION_NEVER_EXPIRES;
  const keepAlive = connect.keepAliveSeconds;
  const keepAliveIsTooLong =
    version === 5 &&
    (keepAlive === 0
      ? limits.maximumKeepAliveSeconds < LONGEST_KEEP_ALIVE
      : keepAlive > limits.maximumKeepAliveSeconds);
  return {
    version,
    cleanStart: connect.cleanStart,
    sessionPresent: false,
    keepAliveSeconds: keepAlive,
    // [5 MQTT-3.2.2-22]
    grantedKeepAliveSeconds: keepAliveIsTooLong ? limits.maximumKeepAliveSeconds : keepAlive,
    sessionExpirySeconds: expiryAsked,
    grantedSessionExpirySeconds: Math.min(expiryAsked, limits.maximumSessionExpirySeconds),
    receiveMaximum: properties.receiveMaximum ?? DEFAULT_RECEIVE_MAXIMUM,
    maximumPacketBytes: properties.maximumPacketSize,
    topicAliasMaximum: properties.topicAliasMaximum ?? 0,
    requestProblemInformation: properties.requestProblemInformation !== 0,
    requestResponseInformation: properties.requestResponseInformation === 1,
    userProperties: properties.userProperties ?? [],
    hasUserName: connect.userName !== undefined,
    hasPassword: connect.password !== undefined,
    authenticationMethod: properties.authenticationMethod,
    hasWill: connect.will !== undefined,
  };
}
