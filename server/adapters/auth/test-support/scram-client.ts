import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { EnhancedMethod, Exchange, ExchangeStep } from "../../../core/ports/access.ts";
import { deriveKeys, type ScramKeys } from "../scram-keys.ts";

const NONCE = "fyko+d2lbbFgONRv9qkxdawL";

/** Keys of few iterations, so that a test is quick. */
export function quickKeys(password: string): Promise<ScramKeys> {
  return deriveKeys(password, Buffer.from("sixteen bytes ok"), 4096);
}

/** One step of a method that answers at once. */
export function say(exchange: Exchange, text: string): ExchangeStep {
  const step = exchange.next(Buffer.from(text));
  if (step instanceof Promise) throw new Error("SCRAM answers at once");
  return step;
}

/** What a step gives to the client. */
export function dataOf(step: ExchangeStep): string {
  return step.kind === "refused" ? "" : Buffer.from(step.data ?? []).toString();
}

/** What a client sends last, given what it and the server said first (RFC 5802 §3). */
export function clientFinal(
  firstBare: string,
  serverFirst: string,
  password: string,
  binding = "biws",
): string {
  const [, nonce = "", salt = "", iterations = ""] = /^r=(.*),s=(.*),i=(.*)$/.exec(serverFirst) ?? [];
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
  const clientKey = createHmac("sha256", salted).update("Client Key").digest();
  const storedKey = createHash("sha256").update(clientKey).digest();
  const withoutProof = `c=${binding},r=${nonce}`;
  const authMessage = `${firstBare},${serverFirst},${withoutProof}`;
  const signature = createHmac("sha256", storedKey).update(authMessage).digest();
  const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
  return `${withoutProof},p=${Buffer.from(proof).toString("base64")}`;
}

/** A whole login without channel binding; `name` as it stands in the message. */
export function logIn(method: EnhancedMethod, name: string, password: string): ExchangeStep {
  const exchange = method.begin();
  const firstBare = `n=${name},r=${NONCE}`;
  const challenge = say(exchange, `n,,${firstBare}`);
  return challenge.kind === "continue"
    ? say(exchange, clientFinal(firstBare, dataOf(challenge), password))
    : challenge;
}
