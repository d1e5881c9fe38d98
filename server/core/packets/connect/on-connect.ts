import { UnsupportedProtocolError } from "../../../../protocol/codec/connect.ts";
import { decode } from "../../../../protocol/codec/decode.ts";
import type { Framer } from "../../../../protocol/codec/framer.ts";
import { MqttError } from "../../../../protocol/errors.ts";
import { type Connect, PacketType } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { ClientLink, Context } from "../../context.ts";
import { describeError } from "../../describe-error.ts";
import type { Subject } from "../../ports/access.ts";
import type { ConnectFlags } from "../../ports/inside.ts";
import type { Session } from "../../session/session.ts";
import type { Refusal } from "../refusal.ts";
import { admit, whenKnown } from "./admit.ts";
import { type Authentication, authenticate } from "./authenticate.ts";
import { checkConnect } from "./check.ts";
import { policyProblem } from "./policy-problem.ts";
import { isSentElsewhere } from "./redirect.ts";
import { refuse } from "./refuse.ts";
import { lookAtSecret } from "./slow-login.ts";

const NEWEST_LEVEL = 5;
/** "MQTT" as a string, and the level of 5.0. */
const PROTOCOL_5 = [0x00, 0x04, 0x4d, 0x51, 0x54, 0x54, 0x05];

/** A connection that is not in yet, as the steps of CONNECT see it. */
export interface Candidate extends ClientLink {
  version: ClientLink["version"];
  isBridge: boolean;
  /** There is no room for it: its CONNECT is answered with this, and nothing is asked of anybody. */
  readonly turnedAway: Refusal | undefined;
  open(session: Session, connect: ConnectFlags, maximumPacketBytes: number): void;
  /** Lets the next packets go on with an enhanced authentication. */
  awaitAuth(authentication: Authentication): void;
  pause(): void;
  resume(step: () => void): void;
  refuse(reasonCode: ReasonCode, reason: string, client: Subject | undefined): void;
}

/** The first packet of a connection: it must be CONNECT (MQTT 5.0 §3.1). Checked, then identified, then established. */
export function onConnect(context: Context, candidate: Candidate, framer: Framer): void {
  const { buffer, start, body } = framer;
  if (buffer[start]! >> 4 !== PacketType.Connect) {
    throw new MqttError(ReasonCode.ProtocolError, "the first packet must be CONNECT", {
      offset: 0,
      clause: "5 MQTT-3.1.0-1",
    }); // [5 MQTT-3.1.0-1]
  }
  const connect = read(candidate, framer, body);
  if (connect === undefined) return;
  candidate.version = connect.version;
  candidate.isBridge = connect.bridge === true;
  if (candidate.turnedAway === undefined && isSentElsewhere(context, candidate, connect)) return;
  const problem =
    candidate.turnedAway ?? checkConnect(connect, context.limits) ?? policyProblem(connect, context.policy);
  if (problem !== undefined) {
    refuse(candidate, connect, problem.reasonCode, problem.reason);
    return;
  }
  const { authenticationMethod } = connect.properties;
  if (authenticationMethod !== undefined) {
    authenticate(context, candidate, connect, authenticationMethod);
    return;
  }
  lookAtSecret(context, candidate, connect, () => {
    const answer = context.authenticator.identify(connect, candidate.peer);
    whenKnown(candidate, connect, answer, (identity) => admit(context, candidate, connect, identity));
  });
}

function read(candidate: Candidate, { buffer, start, end }: Framer, body: number): Connect | undefined {
  try {
    return decode(buffer, start, body, end, candidate.version, "fromClient") as Connect;
  } catch (error) {
    if (error instanceof MqttError && isVersion5(buffer, body, end)) {
      candidate.version = 5;
      refuse(candidate, undefined, error.reasonCode, describeError(error)); // [5 MQTT-3.1.4-1]
      return undefined;
    }
    if (!(error instanceof UnsupportedProtocolError)) throw error;
    // answered in the form of the version that it comes next to [5 MQTT-3.1.2-2] [3 MQTT-3.1.2-2]
    candidate.version = error.protocolName === "MQTT" && error.protocolLevel > NEWEST_LEVEL ? 5 : 4;
    refuse(candidate, undefined, error.reasonCode, error.message);
    return undefined;
  }
}

/** Whether what goes wrong later says at its beginning that it is MQTT 5.0, which can be told why (§4.13.1). */
function isVersion5(buffer: Uint8Array, body: number, end: number): boolean {
  return body + PROTOCOL_5.length <= end && PROTOCOL_5.every((byte, at) => buffer[body + at] === byte);
}
