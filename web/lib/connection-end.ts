import type { Catalogue } from "../texts/en/catalogue.ts";
import type { ConnectionEnd, ServerWords } from "../worker/messages.ts";
import type { Format } from "./format.ts";

/** What happened, why, and what to do. */
export interface Explanation {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

type Problems = Catalogue["problems"];

const SECOND = 1000;

/** "0x8E", as reason codes are written in the specification. */
export function reasonHex(reasonCode: number): string {
  return `0x${reasonCode.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** A reason code in words, with what the broker itself said about it (MQTT 5.0 §2.4). */
export function reasonText(reasonCode: number, texts: Problems, reasonString?: string): string {
  const code = reasonHex(reasonCode);
  const name = texts.reasons[code];
  const words = name === undefined ? texts.unknownReason(code) : texts.reasonCode(code, name);
  return reasonString === undefined || reasonString === "" ? `${words}.` : `${words}: ${reasonString}.`;
}

/** Why a connection ended or could not be made, in the reader's language. */
export function explainEnd(end: ConnectionEnd, texts: Problems, format: Format): Explanation {
  const ends = texts.connectionEnds;
  switch (end.kind) {
    case "bad-url":
      return ends.badUrl(end.url);
    case "unreachable":
      return ends.unreachable(end.url);
    case "no-answer":
      return ends.noAnswer(format.duration(end.seconds * SECOND));
    case "refused":
      return elsewhere(end, ends.refused(reasonText(end.reasonCode, texts, end.reasonString)), ends);
    case "closed-by-server":
      return elsewhere(end, ends.closedByServer(closingText(end.reasonCode, end.reasonString, texts)), ends);
    case "authentication-failed":
      return ends.authenticationFailed[end.problem];
    case "connection-lost":
      return ends.connectionLost;
    case "protocol-error":
      return ends.protocolError(end.detail);
    case "silent":
      return ends.silent(format.duration(end.seconds * SECOND));
    case "closed-here":
      return ends.closedHere;
  }
}

function closingText(
  reasonCode: number | undefined,
  reasonString: string | undefined,
  texts: Problems,
): string {
  if (reasonCode === undefined) return texts.connectionEnds.closedWithoutReason;
  return reasonText(reasonCode, texts, reasonString);
}

/** A broker may name another one to go to (MQTT 5.0 §4.11). */
function elsewhere(
  { serverReference }: ServerWords,
  explanation: Explanation,
  { otherServer }: Problems["connectionEnds"],
): Explanation {
  return serverReference === undefined ? explanation : { ...explanation, todo: otherServer(serverReference) };
}
