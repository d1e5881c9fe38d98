import { expect } from "vitest";
import { ControlPair } from "../fuzz/control-pair.ts";
import type { Vitrina } from "./vitrina.ts";

/** Rounds of the control pair at least, before, while and after others do their worst. */
const LEAST_ROUNDS = 5;

/** Lets an attack happen while a pair of obedient clients goes on with its messages: it must lose none, and stay. */
export async function underAttack<T>(vitrina: Vitrina, attack: () => Promise<T>): Promise<T> {
  const pair = await ControlPair.connect(vitrina);
  await pair.round();
  let isOver = false;
  const attacked = attack().finally(() => {
    isOver = true;
  });
  for (let rounds = 0; (!isOver || rounds < LEAST_ROUNDS) && pair.problems.length === 0; rounds++)
    await pair.round();
  const result = await attacked;
  await pair.round();
  await pair.end();
  expect(pair.problems).toEqual([]);
  return result;
}
