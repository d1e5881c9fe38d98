import type { Framer } from "../../../protocol/codec/framer.ts";
import { MqttError } from "../../../protocol/errors.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Context } from "../context.ts";
import type { HeldBackBy } from "../ports/observer.ts";
import type { Wire } from "../ports/wire.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A client that is slowed is still alive: it is looked after at least once in so many milliseconds. */
const LONGEST_PAUSE = 1000;

/** The limit that a client is over, in words and by its setting. */
interface Excess {
  readonly limit: HeldBackBy;
  readonly detail: string;
}

/** Who is read no faster than it may send. */
export interface Slowed {
  readonly isClosed: boolean;
  /** False while somebody else decides about it. */
  readonly isHeard: boolean;
  onPacket(framer: Framer): void;
  /** It is over a limit, and is not read for a while. */
  onSlowed(detail: string): void;
  /** It is read again. It was not silent: nobody listened. */
  onHeardAgain(): void;
}

/** How much one client may send in a second: messages, and bytes of whatever packets. */
export class Intake {
  readonly #context: Context;
  readonly #wire: Wire;
  readonly #slowed: Slowed;
  readonly #goOn: () => void;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  #cancelPause: (() => void) | undefined = undefined;

  constructor(context: Context, wire: Wire, slowed: Slowed, goOn: () => void) {
    const { limits, clock } = context;
    this.#context = context;
    this.#wire = wire;
    this.#slowed = slowed;
    this.#goOn = goOn;
    this.#messages = new TokenBucket(limits.maximumMessagesPerSecond, clock.now());
    this.#bytes = new TokenBucket(limits.maximumBytesPerSecond, clock.now());
  }

  get isPaused(): boolean {
    return this.#cancelPause !== undefined;
  }

  /** Reads as long as the client is not too fast; what it sent beyond that waits, first here and then in its own buffers. */
  read(framer: Framer): void {
    while (this.#slowed.isHeard && !this.isPaused && framer.bufferedBytes > 0) {
      const excess = this.#excess();
      if (excess !== undefined) this.#slow(excess);
      else if (framer.next()) {
        this.#take(framer);
        this.#slowed.onPacket(framer);
      } else return;
    }
  }

  stop(): void {
    this.#cancelPause?.();
  }

  /** Undefined while the next packet may be read. */
  #excess(): Excess | undefined {
    const now = this.#context.clock.now();
    if (!this.#messages.hasAny(now)) return excess(this.#messages, "messages");
    return this.#bytes.hasAny(now) ? undefined : excess(this.#bytes, "bytes");
  }

  /** Counts the packet that the framer has found. */
  #take({ buffer, start, end }: Framer): void {
    if (buffer[start]! >> 4 === PacketType.Publish) this.#messages.take(1);
    this.#bytes.take(end - start);
  }

  #slow({ limit, detail }: Excess): void {
    const { counters, policy, clock } = this.#context;
    counters.heldBack[limit]++;
    if (policy.onFlood === "disconnect")
      throw new MqttError(ReasonCode.MessageRateTooHigh, detail, { clause: "5 §4.13" });
    this.#slowed.onSlowed(detail);
    this.#wire.pauseReading();
    const wait = Math.max(this.#messages.waitMilliseconds, this.#bytes.waitMilliseconds);
    this.#cancelPause = clock.after(Math.min(wait, LONGEST_PAUSE), () => {
      this.#cancelPause = undefined;
      this.#slowed.onHeardAgain();
      this.#goOn();
    });
  }
}

/** Undefined where both limits are switched off: then reading costs nothing more. */
export function intakeFor(
  context: Context,
  wire: Wire,
  slowed: Slowed,
  goOn: () => void,
): Intake | undefined {
  const { maximumMessagesPerSecond, maximumBytesPerSecond } = context.limits;
  const isLimited = Number.isFinite(maximumMessagesPerSecond) || Number.isFinite(maximumBytesPerSecond);
  return isLimited ? new Intake(context, wire, slowed, goOn) : undefined;
}

function excess({ perSecond }: TokenBucket, what: "messages" | "bytes"): Excess {
  const limit = `maximum-${what}-per-second` as const;
  return { limit, detail: `more than ${perSecond} ${what} a second (${limit})` };
}
