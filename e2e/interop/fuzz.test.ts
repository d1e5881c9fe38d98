import { expect, it } from "vitest";
import { fuzz } from "../fuzz/fuzz.ts";
import { describeInput, inputOf } from "../fuzz/input.ts";

const SEED = 6;
const INPUTS = 400;
const DOORS = ["tcp", "tls", "tls-records", "websocket"];
const TIMEOUT_MILLISECONDS = 120_000;

/** Takes some seconds: it is a run of `npm run fuzz`, short and always the same. */
it(
  "spoilt sessions and logins at all doors kill nothing, and a pair of obedient clients loses nothing",
  async () => {
    const options = { seed: SEED, from: 0, inputs: INPUTS, minutes: Number.POSITIVE_INFINITY };
    const { inputs, ways, controlMessages, problems, lastInputs } = await fuzz(options);
    expect(problems, lastInputs.map(describeInput).join("\n")).toEqual([]);
    expect(inputs).toBe(INPUTS);
    expect(DOORS.filter((door) => !ways.has(door))).toEqual([]);
    expect([...ways.keys()].some((way) => way.endsWith("that succeeded"))).toBe(true);
    expect(controlMessages).toBeGreaterThan(0);
  },
  TIMEOUT_MILLISECONDS,
);

it("an input of the fuzz is the same for the same seed and index, whatever was made before", () => {
  const line = describeInput(inputOf(SEED, INPUTS));
  inputOf(SEED, 1);
  expect(describeInput(inputOf(SEED, INPUTS))).toBe(line);
  expect(describeInput(inputOf(SEED + 1, INPUTS))).not.toBe(line);
});
