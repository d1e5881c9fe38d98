import type { Timeline } from "./timeline.ts";

const MILLISECONDS = 1_000;
/** By so much an expiry may be late, milliseconds. */
const TOLERANCE = 1_500;

/** What CONNACK said of a session: as it must be, or not; `unclear`: it is that one, or another one with nothing in it. */
export type SessionAnswer = "kept" | "new" | "unclear" | "lost" | "outlived";

/** Whether the broker must have a session, by what its client saw (MQTT 5.0 §3.1.2.11.2). */
export class SessionWatch {
  readonly #expiry: number;
  readonly #timeline: Timeline;
  #state: "none" | "unclear" | "there" = "none";
  /** When its last connection ended that had been accepted. */
  #leftAt = 0;
  #connectSentAt = 0;

  /** Infinite: it never expires. */
  constructor(expirySeconds: number, timeline: Timeline) {
    this.#expiry = expirySeconds * MILLISECONDS;
    this.#timeline = timeline;
  }

  connectSent(): void {
    this.#connectSentAt = performance.now();
  }

  /** The connection has ended without CONNACK: the broker may have begun a session, or gone on with one. */
  unanswered(): void {
    if (this.#state === "none" || this.#connectSentAt > this.#leftAt + this.#expiry) this.#state = "unclear";
  }

  connectionEnded(at: number): void {
    this.#leftAt = at;
  }

  answered(isPresent: boolean): SessionAnswer {
    const answer = this.#judge(isPresent);
    this.#state = "there";
    return answer;
  }

  #judge(isPresent: boolean): SessionAnswer {
    if (this.#state === "none") return isPresent ? "outlived" : "new";
    if (this.#state === "unclear") return isPresent ? "unclear" : "new";
    if (isPresent) return this.#connectSentAt > this.#expiredAt ? "outlived" : "kept";
    return performance.now() < this.#leftAt + this.#expiry ? "lost" : "new";
  }

  /** When it is gone at the latest. */
  get #expiredAt(): number {
    const seenAt = Math.max(this.#timeline.safeAt(this.#leftAt), this.#timeline.seenAt(this.#leftAt));
    return seenAt + this.#expiry + TOLERANCE;
  }
}
