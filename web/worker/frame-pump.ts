import type { Clock } from "./engine-ports.ts";

/** Between two frames that nobody asked for: values that change faster cannot be read. */
const LIVE_FRAME_MS = 80;
const SLOWEST_LIVE_FRAME_MS = 1_000;
/** A page that takes long to draw is left so many times as long in peace. */
const REST_FACTOR = 7;

/**
 * Decides when the page gets the next frame: what the user asked for at once, live changes at a pace that the page can
 * draw, and never a second one before the first is on the screen. A hidden tab draws nothing, so it gets nothing.
 */
export class FramePump {
  readonly #clock: Clock;
  readonly #defer: (callback: () => void) => void;
  readonly #send: (isAsked: boolean) => boolean;
  #isPageFree = true;
  #isAsked = false;
  #isLive = false;
  #isDue = false;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #liveFrameMs = LIVE_FRAME_MS;

  /** `send` makes a frame and says whether there was anything in it. */
  constructor(clock: Clock, defer: (callback: () => void) => void, send: (isAsked: boolean) => boolean) {
    this.#clock = clock;
    this.#defer = defer;
    this.#send = send;
  }

  /** The user did something: the page is to see it with the next paint. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    if (this.#isPageFree) this.#defer(() => this.#turn());
  }

  /** Something changed by itself. */
  touch(): void {
    this.#isLive = true;
    if (!this.#isPageFree || this.#isDue) return;
    this.#isDue = true;
    const wait = this.#lastSentAt + this.#liveFrameMs - this.#clock.now();
    this.#clock.after(Math.max(0, wait), () => {
      this.#isDue = false;
      this.#turn();
    });
  }

  /** The page has drawn the frame before. */
  drawn(milliseconds: number): void {
    this.#liveFrameMs = Math.min(SLOWEST_LIVE_FRAME_MS, Math.max(LIVE_FRAME_MS, milliseconds * REST_FACTOR));
    this.#isPageFree = true;
    if (this.#isAsked) this.#defer(() => this.#turn());
    else if (this.#isLive) this.touch();
  }

  #turn(): void {
    if (!this.#isPageFree || !(this.#isAsked || this.#isLive)) return;
    const isAsked = this.#isAsked;
    this.#isAsked = false;
    this.#isLive = false;
    if (!this.#send(isAsked)) return;
    this.#isPageFree = false;
    this.#lastSentAt = this.#clock.now();
  }
}
