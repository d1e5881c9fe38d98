import { decode } from "../../../../protocol/codec/decode.ts";
import { encode } from "../../../../protocol/codec/encode.ts";
import type { Framer } from "../../../../protocol/codec/framer.ts";
import { MqttError, protocolError } from "../../../../protocol/errors.ts";
import { type Auth, type Connect, type Packet, PacketType } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Context } from "../../context.ts";
import { describeError } from "../../describe-error.ts";
import type { Exchange, ExchangeStep } from "../../ports/access.ts";
import { authPacket, checkMethod } from "../auth-packet.ts";
import { admit, whenKnown } from "./admit.ts";
import type { Candidate } from "./on-connect.ts";
import { refuse } from "./refuse.ts";
import { lookAtSecret } from "./slow-login.ts";

/** An enhanced authentication between CONNECT and CONNACK (MQTT 5.0 §4.12). */
export interface Authentication {
  readonly connect: Connect;
  /** As CONNECT names it. */
  readonly method: string;
  readonly exchange: Exchange;
}

/** A CONNECT with an Authentication Method: the method decides, in as many steps as it needs (§4.12). */
export function authenticate(context: Context, candidate: Candidate, connect: Connect, method: string): void {
  const offered = context.authenticator.methods.get(method);
  // [5 MQTT-4.12.0-1]
  if (offered === undefined) {
    const reason = `the authentication method "${method}" is not offered`;
    refuse(candidate, connect, ReasonCode.BadAuthenticationMethod, reason);
    return;
  }
  const authentication = { connect, method, exchange: offered.begin() };
  lookAtSecret(context, candidate, connect, () =>
    take(context, candidate, authentication, connect.properties.authenticationData),
  );
}

/** A packet between CONNECT and CONNACK: AUTH goes on, DISCONNECT gives up, nothing else may come [5 MQTT-3.1.2-30]. */
export function onAuthenticating(
  context: Context,
  candidate: Candidate,
  authentication: Authentication,
  { buffer, start, body, end }: Framer,
): void {
  const { connect } = authentication;
  try {
    const packet = decode(buffer, start, body, end, candidate.version, "fromClient");
    if (packet.type === PacketType.Disconnect) {
      const { clientId, userName } = connect;
      const reason = "the client gave up while it was authenticated";
      candidate.refuse(ReasonCode.UnspecifiedError, reason, { clientId, userName });
      return;
    }
    const { authenticationData } = continuation(packet, authentication.method).properties;
    take(context, candidate, authentication, authenticationData);
  } catch (error) {
    if (!(error instanceof MqttError)) throw error;
    refuse(candidate, connect, error.reasonCode, describeError(error)); // [5 MQTT-4.12.0-4]
  }
}

function continuation(packet: Packet, method: string): Auth {
  if (packet.type !== PacketType.Auth) {
    throw protocolError("before CONNACK only AUTH and DISCONNECT may be sent", "5 MQTT-3.1.2-30");
  }
  // [5 MQTT-4.12.0-3]
  if (packet.reasonCode !== ReasonCode.ContinueAuthentication) {
    throw protocolError("before CONNACK an AUTH has reason code 0x18", "5 MQTT-4.12.0-3");
  }
  checkMethod(packet, method, "5 MQTT-4.12.0-5"); // [5 MQTT-4.12.0-5]
  return packet;
}

function take(
  context: Context,
  candidate: Candidate,
  authentication: Authentication,
  data: Uint8Array | undefined,
): void {
  whenKnown(candidate, authentication.connect, authentication.exchange.next(data), (step) =>
    proceed(context, candidate, authentication, step),
  );
}

function proceed(
  context: Context,
  candidate: Candidate,
  authentication: Authentication,
  step: ExchangeStep,
): void {
  const { connect, method } = authentication;
  // what is decided is told with CONNACK, not with AUTH [5 MQTT-4.12.0-4]
  if (step.kind !== "continue") {
    admit(context, candidate, connect, step);
    return;
  }
  const challenge = authPacket(ReasonCode.ContinueAuthentication, method, step.data); // [5 MQTT-4.12.0-2]
  const bytes = encode(challenge, candidate.version).length;
  const largest = connect.properties.maximumPacketSize ?? Number.POSITIVE_INFINITY;
  // [5 MQTT-3.1.2-24]
  if (bytes > largest) {
    const reason = `AUTH takes ${bytes} bytes, the client takes ${largest}`;
    refuse(candidate, connect, ReasonCode.PacketTooLarge, reason);
    return;
  }
  candidate.awaitAuth(authentication);
  candidate.send(challenge);
}
