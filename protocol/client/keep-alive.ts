/** How often a keep alive interval is looked at. */
const CHECKS_PER_INTERVAL = 4;
/** The longest wait for a sign of life after PINGREQ. */
const MAXIMUM_ANSWER_MS = 10_000;
const MS_PER_SECOND = 1000;

export type KeepAliveState = "alive" | "pingDue" | "silent";

/**
 * The client's half of the keep alive (MQTT 5.0 §3.1.2.10). No clock is read per packet: a packet is only noted, and
 * counts from the next check on. Checks come four times per interval and PINGREQ is due after three of them without a
 * packet, so that never more than the interval passes between two packets [5 MQTT-3.1.2-20] [3 MQTT-3.1.2-23].
 */
export class KeepAlive {
  readonly #checkMs: number;
  readonly #answerMs: number;
  #quietSince: number | undefined;
  #hasSent = false;
  #hasHeard = false;
  #answerDueAt: number | undefined;

  /** 0 seconds: no keep alive. */
  constructor(seconds: number) {
    const intervalMs = seconds * MS_PER_SECOND;
    this.#checkMs = intervalMs / CHECKS_PER_INTERVAL;
    this.#answerMs = Math.min(intervalMs, MAXIMUM_ANSWER_MS);
  }

  noteSent(): void {
    this.#hasSent = true;
  }

  noteHeard(): void {
    this.#hasHeard = true;
  }

  noteAnswer(): void {
    this.#answerDueAt = undefined;
  }

  notePing(nowMs: number): void {
    this.#hasSent = false;
    this.#quietSince = nowMs;
    this.#answerDueAt ??= nowMs + this.#answerMs;
  }

  check(nowMs: number): KeepAliveState {
    if (this.#checkMs === 0) return "alive";
    if (this.#isAnswerMissing(nowMs)) return "silent";
    if (this.#hasSent || this.#quietSince === undefined) this.#quietSince = nowMs;
    this.#hasSent = false;
    const quietMs = nowMs - this.#quietSince;
    return quietMs >= this.#checkMs * (CHECKS_PER_INTERVAL - 1) ? "pingDue" : "alive";
  }

  /** When to check again, or undefined for never. */
  nextCheckAt(nowMs: number): number | undefined {
    if (this.#checkMs === 0) return undefined;
    return Math.min(nowMs + this.#checkMs, this.#answerDueAt ?? Number.POSITIVE_INFINITY);
  }

  /** Other packets prove that the server lives: its PINGRESP may stand behind many of them. */
  #isAnswerMissing(nowMs: number): boolean {
    if (this.#answerDueAt === undefined || nowMs < this.#answerDueAt) return false;
    if (!this.#hasHeard) return true;
    this.#hasHeard = false;
    this.#answerDueAt = nowMs + this.#answerMs;
    return false;
  }
}
