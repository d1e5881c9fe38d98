import type { BitPart } from "./field-cursor.ts";
import type { TermKey } from "./terms.ts";

const QOS_MEANINGS: readonly string[] = [
  "At most once delivery",
  "At least once delivery",
  "Exactly once delivery",
  "Reserved – must not be used",
];

/** What the two bits of a QoS say (MQTT 5.0 §3.3.1.2). */
export function qosMeaning(qos: number): string {
  return QOS_MEANINGS[qos] ?? "";
}

/** One bit that is a yes or no. */
export function flag(term: TermKey, bit: number, ifSet: string, ifNot: string): BitPart {
  return { term, high: bit, low: bit, meaning: (value) => (value === 1 ? ifSet : ifNot) };
}

/** Bits that the specification keeps for later. */
export function reserved(term: TermKey, high: number, low: number): BitPart {
  return { term, high, low, meaning: (value) => (value === 0 ? "reserved, 0" : "reserved, must be 0") };
}
