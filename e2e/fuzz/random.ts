import { randomNumbers } from "../../protocol/test-support/random-numbers.ts";

/** Whole numbers from 0 to below a bound. */
export type Random = (below: number) => number;

const PERCENT = 100;
/** Numbers of the first draws, which lie close together for seeds that do. */
const WARM_UP = 4;

/** The random numbers of one input: the same for the same seed and index, whatever came before. */
export function randomOf(seed: number, index: number): Random {
  const random = randomNumbers(scatter(scatter(seed) ^ index));
  for (let i = 0; i < WARM_UP; i++) random(1);
  return random;
}

/** Murmur3's last step: neighbours become strangers. */
function scatter(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

/** True in so many of a hundred cases. */
export function chance(random: Random, percent: number): boolean {
  return random(PERCENT) < percent;
}

/** A number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + random(high - low + 1);
}

/** So many things, one after another. */
export function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

/** The same things in another order. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const rest = [...list];
  return list.flatMap(() => rest.splice(random(rest.length), 1));
}
