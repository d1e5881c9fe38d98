import { MqttError, protocolError } from "../../../protocol/errors.ts";
import type { Auth } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ClientLink, Context, Reauthentication } from "../context.ts";
import { countFailedLogin } from "../failed-login.ts";
import type { Exchange, ExchangeStep } from "../ports/access.ts";
import type { Session } from "../session/session.ts";
import { authPacket, checkMethod, NO_ANSWER } from "./auth-packet.ts";

/** AUTH of a connected client: it authenticates anew with the method of its CONNECT (MQTT 5.0 §4.12.1). */
export function onAuth(context: Context, link: ClientLink, session: Session, packet: Auth): void {
  // decide
  const method = methodOf(link, packet);
  const exchange = exchangeOf(context, link, packet, method);
  // commit
  const running: Reauthentication = { exchange, isDeciding: true };
  link.reauthentication = running;
  // answer, now or later; other packets go on meanwhile
  const answer = exchange.next(packet.properties.authenticationData);
  if (!(answer instanceof Promise)) {
    proceed(context, link, session, running, answer, method);
    return;
  }
  const settle = (step: () => void): void => {
    link.settle(() => {
      if (link.reauthentication === running) step();
    });
  };
  answer.then(
    (step) => settle(() => proceed(context, link, session, running, step, method)),
    () => settle(() => fail(link, NO_ANSWER)),
  );
}

function methodOf({ connect }: ClientLink, packet: Auth): string {
  const method = connect.authenticationMethod;
  // [5 MQTT-4.12.0-7]
  if (method === undefined) {
    throw protocolError("AUTH without an Authentication Method in CONNECT", "5 MQTT-4.12.0-7");
  }
  checkMethod(packet, method, "5 MQTT-4.12.1-1"); // [5 MQTT-4.12.1-1] [5 MQTT-4.12.0-5]
  return method;
}

function exchangeOf(context: Context, link: ClientLink, { reasonCode }: Auth, method: string): Exchange {
  const running = link.reauthentication;
  if (reasonCode === ReasonCode.ReAuthenticate) {
    if (running !== undefined) throw protocolError("a re-authentication is under way", "5 §4.12.1");
    const offered = context.authenticator.methods.get(method);
    if (offered !== undefined) return offered.begin();
    throw new MqttError(ReasonCode.BadAuthenticationMethod, `the method "${method}" is not offered any more`);
  }
  // Success is the server's to say; and only a challenge is answered
  if (reasonCode !== ReasonCode.ContinueAuthentication || running === undefined || running.isDeciding) {
    throw protocolError("AUTH that answers no challenge", "5 §3.15.2.1");
  }
  return running.exchange;
}

function proceed(
  context: Context,
  link: ClientLink,
  session: Session,
  running: Reauthentication,
  step: ExchangeStep,
  method: string,
): void {
  if (step.kind === "continue") {
    running.isDeciding = false;
    link.send(authPacket(ReasonCode.ContinueAuthentication, method, step.data));
    return;
  }
  if (step.kind === "refused") {
    countFailedLogin(context, link.peer.address, step);
    fail(link, step.reason);
    return;
  }
  if (step.userName !== session.userName) {
    fail(link, `it authenticated anew as ${nameOf(step)}, the connection is of ${nameOf(session)}`);
    return;
  }
  link.reauthentication = undefined;
  link.send(authPacket(ReasonCode.Success, method, step.data));
}

function nameOf({ userName }: { readonly userName: string | undefined }): string {
  return userName === undefined ? "nobody" : JSON.stringify(userName);
}

/** [5 MQTT-4.12.1-2] */
function fail(link: ClientLink, reason: string): void {
  link.close("re-authentication-failed", ReasonCode.NotAuthorized, reason);
}
