import type { Clock } from "../core/ports/clock.ts";

/** Lines of one code that are written within a window; the rest is counted. */
export const LINES_PER_WINDOW = 100;
export const WINDOW_MILLISECONDS = 10_000;

/** Keeps one kind of line from flooding the log: so many in a window are written, the rest told as a number. */
export class LineBudget {
  readonly #clock: Clock;
  readonly #onLeftOut: (code: string, count: number) => void;
  readonly #written = new Map<string, number>();

  constructor(clock: Clock, onLeftOut: (code: string, count: number) => void) {
    this.#clock = clock;
    this.#onLeftOut = onLeftOut;
  }

  /** Whether one more line of this code may be written now. */
  mayWrite(code: string): boolean {
    const written = this.#written.get(code) ?? 0;
    if (written === 0) this.#clock.after(WINDOW_MILLISECONDS, () => this.#endWindow(code));
    this.#written.set(code, written + 1);
    return written < LINES_PER_WINDOW;
  }

  #endWindow(code: string): void {
    const leftOut = (this.#written.get(code) ?? 0) - LINES_PER_WINDOW;
    this.#written.delete(code);
    if (leftOut > 0) this.#onLeftOut(code, leftOut);
  }
}
