const SECONDS_A_MINUTE = 60;
const WINDOWS = [
  { name: "1min", minutes: 1 },
  { name: "5min", minutes: 5 },
  { name: "15min", minutes: 15 },
] as const;

/** A counter's growth per minute, averaged exponentially over 1, 5 and 15 minutes. */
export class LoadAverage {
  readonly averages: { readonly name: string; perMinute: number }[] = WINDOWS.map(({ name }) => ({
    name,
    perMinute: 0,
  }));
  readonly #intervalSeconds: number;
  #lastTotal = 0;

  constructor(intervalSeconds: number) {
    this.#intervalSeconds = intervalSeconds;
  }

  /** To be called once an interval with the counter's total. */
  update(total: number): void {
    const perMinute = ((total - this.#lastTotal) * SECONDS_A_MINUTE) / this.#intervalSeconds;
    this.#lastTotal = total;
    WINDOWS.forEach(({ minutes }, at) => {
      const average = this.averages[at];
      if (average === undefined) return;
      const keep = Math.exp(-this.#intervalSeconds / (minutes * SECONDS_A_MINUTE));
      average.perMinute = perMinute + keep * (average.perMinute - perMinute);
    });
  }
}
