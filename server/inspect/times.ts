const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;
const SECOND = 1000;

/** A moment as people read it, in UTC. */
export function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A moment, or never. */
export function momentOrNever(at: number | undefined): string {
  return at === undefined ? "never" : momentText(at);
}

/** How long something is ago, in its largest unit. */
export function ageText(at: number, now: number): string {
  return lengthText(Math.max(0, now - at));
}

/** A length of time in its largest unit. */
export function lengthText(milliseconds: number): string {
  const [name, length] = UNITS.find(([, each]) => milliseconds >= each) ?? ["s", SECOND];
  return `${Math.floor(milliseconds / length)} ${name}`;
}
