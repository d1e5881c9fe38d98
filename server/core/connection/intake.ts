import type { Framer } from "../../../protocol/codec/framer.ts";
import { PacketType } from "../../../protocol/packets.ts";
import type { Clock } from "../ports/clock.ts";
import type { Limits } from "../ports/limits.ts";
import type { HeldBackBy } from "../ports/observer.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A client that is slowed is still alive: it is looked after at least once in so many milliseconds. */
const LONGEST_PAUSE = 1000;

/** The limit that a client is over, in words and by its setting. */
export interface Excess {
  readonly limit: HeldBackBy;
  readonly detail: string;
}

/** How much one client may send in a second: messages, and bytes of whatever packets. */
export class Intake {
  readonly #clock: Clock;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  #cancelPause: (() => void) | undefined = undefined;

  constructor(limits: Limits, clock: Clock) {
    this.#clock = clock;
    this.#messages = new TokenBucket(limits.maximumMessagesPerSecond, clock.now());
    this.#bytes = new TokenBucket(limits.maximumBytesPerSecond, clock.now());
  }

  get isPaused(): boolean {
    return this.#cancelPause !== undefined;
  }

  /** Undefined while the next packet may be read. */
  excess(): Excess | undefined {
    const now = this.#clock.now();
    if (!this.#messages.hasAny(now)) return excess(this.#messages, "messages");
    return this.#bytes.hasAny(now) ? undefined : excess(this.#bytes, "bytes");
  }

  /** Counts the packet that the framer has found. */
  take({ buffer, start, end }: Framer): void {
    if (buffer[start]! >> 4 === PacketType.Publish) this.#messages.take(1);
    this.#bytes.take(end - start);
  }

  /** Calls `goOn` when more may come, or in a second for another look. */
  pause(goOn: () => void): void {
    const wait = Math.max(this.#messages.waitMilliseconds, this.#bytes.waitMilliseconds);
    this.#cancelPause = this.#clock.after(Math.min(wait, LONGEST_PAUSE), () => {
      this.#cancelPause = undefined;
      goOn();
    });
  }

  stop(): void {
    this.#cancelPause?.();
  }
}

/** Undefined where both limits are switched off: then reading costs nothing more. */
export function intakeFor(limits: Limits, clock: Clock): Intake | undefined {
  const { maximumMessagesPerSecond, maximumBytesPerSecond } = limits;
  const isLimited = Number.isFinite(maximumMessagesPerSecond) || Number.isFinite(maximumBytesPerSecond);
  return isLimited ? new Intake(limits, clock) : undefined;
}

function excess({ perSecond }: TokenBucket, what: "messages" | "bytes"): Excess {
  const limit = `maximum-${what}-per-second` as const;
  return { limit, detail: `more than ${perSecond} ${what} a second (${limit})` };
}
