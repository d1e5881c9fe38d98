import { describe, expect, it } from "vitest";
import { MqttError } from "../errors.ts";
import type { ProtocolVersion } from "../packets.ts";
import { ALL_CASES } from "../test-support/all-cases.ts";
import { decodeAll } from "../test-support/decode-all.ts";
import { hex, toHex } from "../test-support/hex.ts";
import { mutate } from "../test-support/mutate.ts";
import { randomNumbers } from "../test-support/random-numbers.ts";

const ROUNDS = 50_000;
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5];

/** The bytes, if decoding them raised anything but MqttError. */
function badly(version: ProtocolVersion, bytes: Uint8Array): string | undefined {
  try {
    decodeAll(version, undefined, bytes);
  } catch (error) {
    if (!(error instanceof MqttError)) return `${toHex(bytes)} of version ${version}: ${error}`;
    if (error.offset === undefined || error.offset > bytes.length) return `${toHex(bytes)}: no place`;
  }
  return undefined;
}

describe("random bytes raise nothing but MqttError, and say where", () => {
  it("any bytes", () => {
    const random = randomNumbers(7);
    const failures: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = Uint8Array.from({ length: 2 + random(40) }, () => random(256));
      bytes[1] = random(2) === 0 ? bytes.length - 2 : random(256);
      const failure = badly(VERSIONS[round % 3] ?? 5, bytes);
      if (failure !== undefined) failures.push(failure);
    }
    expect(failures).toEqual([]);
  });

  it("real packets with some bytes changed, cut off or put in", () => {
    const random = randomNumbers(8);
    const originals = ALL_CASES.map((each) => hex(each.hex));
    const failures: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const version = ALL_CASES[round % ALL_CASES.length]?.version ?? 5;
      const failure = badly(version, mutate(originals[round % originals.length] ?? hex(""), random));
      if (failure !== undefined) failures.push(failure);
    }
    expect(failures).toEqual([]);
  });
});
