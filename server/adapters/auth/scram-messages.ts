import { fromBase64, KEY_BYTES } from "./scram-keys.ts";

/** Why a client's message is not one of SCRAM, or asks for what is not offered. */
export class ScramError extends Error {}

/** client-first-message (RFC 5802 §7). */
export interface ClientFirst {
  /** Repeated in base64 by the client's next message. */
  readonly gs2Header: string;
  readonly bare: string;
  /** As it was sent, before SASLprep. */
  readonly userName: string;
  readonly nonce: string;
}

/** client-final-message (RFC 5802 §7). */
export interface ClientFinal {
  readonly withoutProof: string;
  /** The GS2 header in base64. */
  readonly channelBinding: string;
  readonly nonce: string;
  readonly proof: Uint8Array;
}

const FIRST = /^([^,]*),([^,]*),(.*)$/s;
const FIRST_BARE = /^n=([^,]*),r=([^,]*)(.*)$/s;
const FINAL = /^c=([^,]*),r=([^,]*)(.*)$/s;
const NONCE = /^[\x21-\x2b\x2d-\x7e]+$/;
const NAME = /^(?:[^=,]|=2C|=3D)+$/;
const EXTENSIONS = /^(?:,[A-Za-z]=[^,\0]+)*$/;
const PROOF = ",p=";

/** Reads the first message; throws ScramError. */
export function readClientFirst(data: Uint8Array | undefined): ClientFirst {
  const text = textOf(data);
  const [, flag = "", identity, bare = ""] = FIRST.exec(text) ?? fail("it does not begin with a GS2 header");
  if (flag.startsWith("p=")) fail("channel binding is not offered");
  if (flag !== "n" && flag !== "y") fail("its channel binding flag is not n, y or p");
  if (identity !== "") fail("acting for another user is not offered");
  if (bare.startsWith("m=")) fail("it has a mandatory extension, and none is offered");
  const [, name = "", nonce = "", more = ""] =
    FIRST_BARE.exec(bare) ?? fail("it lacks the user name or the nonce");
  if (!NAME.test(name)) fail("its user name is empty or not escaped");
  if (!NONCE.test(nonce)) fail("its nonce is not printable");
  if (!EXTENSIONS.test(more)) fail("its extensions are malformed");
  const userName = name.replaceAll("=2C", ",").replaceAll("=3D", "=");
  return { gs2Header: text.slice(0, text.length - bare.length), bare, userName, nonce };
}

/** Reads the second message; throws ScramError. */
export function readClientFinal(data: Uint8Array | undefined): ClientFinal {
  const text = textOf(data);
  const end = text.lastIndexOf(PROOF);
  if (end < 0) fail("it lacks the proof");
  const withoutProof = text.slice(0, end);
  const [, channelBinding = "", nonce = "", more = ""] =
    FINAL.exec(withoutProof) ?? fail("it lacks the channel binding or the nonce");
  if (!EXTENSIONS.test(more)) fail("its extensions are malformed");
  const proof = fromBase64(text.slice(end + PROOF.length));
  if (proof?.length !== KEY_BYTES) fail(`its proof is not ${KEY_BYTES} bytes in base64`);
  return { withoutProof, channelBinding, nonce, proof };
}

function textOf(data: Uint8Array | undefined): string {
  if (data === undefined) fail("there is no Authentication Data");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return fail("it is not UTF-8");
  }
}

function fail(problem: string): never {
  throw new ScramError(problem);
}
